//! The engine: one database, one clock, one source of identifiers, and the verbs on top of them.

use std::sync::{Arc, Mutex, OnceLock};

use cleanclaim_coding::Coder;
use cleanclaim_model::{Clock, Date, IdSource};
use cleanclaim_store::Store;
use jiff::Timestamp;

use crate::error::Result;
use crate::people::Throttle;
use crate::reference::code_sets;
use crate::seams::{SystemClock, TimeOrderedIds, lock};

/// Who is named as the actor of what the program does by itself.
pub(crate) const ACTOR: &str = "cleanclaim";

/// A practice-management engine on one database. Cheap to clone; all clones are the same engine.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Arc<dyn Clock + Send + Sync>,
    ids: Mutex<Box<dyn IdSource + Send>>,
    throttle: Mutex<Throttle>,
}

impl core::fmt::Debug for Engine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Engine").field("backend", &self.inner.store.backend()).finish_non_exhaustive()
    }
}

impl Engine {
    /// Opens `sqlite://PATH` or `postgres://...`, with the machine's clock and unpredictable identifiers.
    ///
    /// # Errors
    /// When the database cannot be opened or brought up to date.
    pub async fn open(url: &str) -> Result<Self> {
        let ids = TimeOrderedIds::random(Timestamp::now());
        Self::open_with(url, Arc::new(SystemClock), Box::new(ids)).await
    }

    /// Opens a database with a clock and identifiers of one's own: the same ones give the same bytes.
    ///
    /// # Errors
    /// When the database cannot be opened or brought up to date.
    pub async fn open_with(
        url: &str,
        clock: Arc<dyn Clock + Send + Sync>,
        ids: Box<dyn IdSource + Send>,
    ) -> Result<Self> {
        let store = Store::open(url).await?;
        let inner = Inner { store, clock, ids: Mutex::new(ids), throttle: Mutex::new(Throttle::default()) };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Closes the database; on SQLite its write-ahead log goes into the file.
    pub async fn close(self) {
        self.inner.store.clone().close().await;
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn today(&self) -> Date {
        self.inner.clock.today()
    }

    pub(crate) fn throttle(&self) -> &Mutex<Throttle> {
        &self.inner.throttle
    }

    /// A new identifier of the kind that `make` makes.
    pub(crate) fn new_id<T>(&self, make: fn(&mut dyn IdSource) -> T) -> T {
        make(&mut **lock(&self.inner.ids))
    }
}

/// The dictionary coder over these code sets, built at first use.
///
/// # Errors
/// When the code sets cannot be read.
pub fn coder() -> Result<&'static Coder<'static>> {
    static CODER: OnceLock<Coder<'static>> = OnceLock::new();
    let sets = code_sets()?;
    Ok(CODER.get_or_init(|| Coder::new(sets)))
}
