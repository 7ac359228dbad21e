//! The seams through which time and identifiers come in, so that one seed gives the same bytes.

use std::sync::{Mutex, MutexGuard, PoisonError};

use cleanclaim_model::{Clock, Date, IdSource};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

/// Locks even when another thread panicked while it held the lock: what is guarded here is always whole.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The machine's clock in UTC.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn today(&self) -> Date {
        Timestamp::now().to_zoned(TimeZone::UTC).date()
    }
}

/// A clock that moves only when told to.
#[derive(Debug)]
pub struct SetClock {
    now: Mutex<Timestamp>,
}

impl SetClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub const fn new(now: Timestamp) -> Self {
        Self { now: Mutex::new(now) }
    }

    /// Moves it; never backwards.
    pub fn advance_to(&self, moment: Timestamp) {
        let mut now = lock(&self.now);
        *now = (*now).max(moment);
    }
}

impl Clock for SetClock {
    /// Each reading is a microsecond after the one before, so that events keep their order.
    fn now(&self) -> Timestamp {
        let mut now = lock(&self.now);
        *now = now.saturating_add(SignedDuration::from_micros(1)).unwrap_or(*now);
        *now
    }

    fn today(&self) -> Date {
        lock(&self.now).to_zoned(TimeZone::UTC).date()
    }
}

/// Identifiers that sort by the order of making: a counter that starts at a moment, and random bits behind it.
#[derive(Debug)]
pub struct TimeOrderedIds {
    next: u64,
    random: StdRng,
}

impl TimeOrderedIds {
    /// Unpredictable identifiers that begin at `now`.
    #[must_use]
    pub fn random(now: Timestamp) -> Self {
        Self { next: start(now), random: rand::make_rng() }
    }

    /// The same identifiers for the same seed and moment.
    #[must_use]
    pub fn seeded(now: Timestamp, seed: u64) -> Self {
        Self { next: start(now), random: StdRng::seed_from_u64(seed) }
    }
}

/// Microseconds since 1970 leave room for a counter that runs ahead of the clock by a thousand ids a millisecond.
fn start(now: Timestamp) -> u64 {
    u64::try_from(now.as_microsecond()).unwrap_or_default()
}

impl IdSource for TimeOrderedIds {
    fn next_id(&mut self) -> u128 {
        self.next = self.next.wrapping_add(1);
        (u128::from(self.next) << 64) | u128::from(self.random.random::<u64>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_its_ids_in_order() {
        let moment = Timestamp::from_second(1_700_000_000).unwrap();
        let mut first = TimeOrderedIds::seeded(moment, 7);
        let mut second = TimeOrderedIds::seeded(moment, 7);
        let ids: Vec<u128> = (0..100).map(|_| first.next_id()).collect();
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| *id == second.next_id()));
        assert_ne!(TimeOrderedIds::seeded(moment, 8).next_id(), ids[0]);
    }

    #[test]
    fn a_set_clock_never_runs_backwards() {
        let clock = SetClock::new(Timestamp::from_second(100).unwrap());
        clock.advance_to(Timestamp::from_second(50).unwrap());
        let first = clock.now();
        assert!(first < clock.now());
        assert!(first > Timestamp::from_second(99).unwrap());
    }
}
