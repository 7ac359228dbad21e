//! Signing in, sessions, and who saw what.

use std::collections::HashMap;

use cleanclaim_model::{Phi, PracticeId, Text, UserId};
use cleanclaim_store::{AuditEntry, PracticeRow, SessionRow, UserRow};
use jiff::{SignedDuration, Timestamp};

use crate::access::{Role, SignIn, User};
use crate::engine::{ACTOR, Engine};
use crate::error::{EngineError, Result};
use crate::password;
use crate::seams::lock;

/// Wrong attempts on one name before it must wait.
const ATTEMPTS_MAX: u32 = 10;
/// How long attempts count, and how long one waits at most.
const ATTEMPTS_WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Names remembered at most; beyond that the oldest are forgotten.
const NAMES_MAX: usize = 10_000;

/// Wrong attempts by name. In memory: a restart forgives, a database under attack does not grow.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: HashMap<String, (u32, Timestamp)>,
}

impl Throttle {
    /// Seconds to wait before the next attempt on this name, 0 for none.
    fn wait_seconds(&self, name: &str, now: Timestamp) -> u32 {
        match self.failures.get(name) {
            Some((count, since)) if ATTEMPTS_MAX <= *count => {
                let left = ATTEMPTS_WINDOW - now.duration_since(*since);
                u32::try_from(left.as_secs()).unwrap_or(0)
            }
            _ => 0,
        }
    }

    fn failed(&mut self, name: &str, now: Timestamp) {
        let is_fresh = |since: &Timestamp| now.duration_since(*since) < ATTEMPTS_WINDOW;
        if NAMES_MAX <= self.failures.len() {
            self.failures.retain(|_, (_, since)| is_fresh(since));
        }
        if NAMES_MAX <= self.failures.len() {
            self.failures.clear();
        }
        let entry = self.failures.entry(name.to_owned()).or_insert((0, now));
        if !is_fresh(&entry.1) {
            *entry = (0, now);
        }
        entry.0 += 1;
    }
}

impl Engine {
    /// Adds a person to a practice.
    ///
    /// # Errors
    /// When the name is taken, the password too short, or the database refuses.
    pub async fn create_user(
        &self,
        practice: PracticeId,
        login: &str,
        name: &str,
        role: Role,
        password: &str,
    ) -> Result<UserId> {
        let password_hash = password::hash(password).await?;
        let mut tx = self.store().begin().await?;
        if tx.sign_in(login).await?.is_some() {
            return Err(EngineError::Exists { what: "user", name: login.to_owned() });
        }
        let row = UserRow {
            id: self.new_id(UserId::next),
            login: Text::from(login.to_lowercase()),
            name: Text::from(name),
            role: stored_role(role),
            password_hash: Phi::new(password_hash),
            created_at: self.now(),
            disabled_at: None,
        };
        tx.insert(practice, std::slice::from_ref(&row)).await?;
        let entry = self.audit_entry(ACTOR, "user.create", &row.id.to_string(), role.as_str());
        tx.append_audit(practice, &[entry]).await?;
        tx.commit().await?;
        Ok(row.id)
    }

    /// Checks a name and a password. Wrong names and wrong passwords take as long and are told alike.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sign_in(&self, name: &str, password: &str) -> Result<SignIn> {
        let name = name.trim().to_lowercase();
        let retry_after_seconds = lock(self.throttle()).wait_seconds(&name, self.now());
        if 0 < retry_after_seconds {
            return Ok(SignIn::Throttled { retry_after_seconds });
        }
        let mut tx = self.store().read().await?;
        let found = tx.sign_in(&name).await?.filter(|found| found.user.disabled_at.is_none());
        drop(tx);
        let hash = found.as_ref().map(|found| found.user.password_hash.expose().clone());
        let fits = password::verify(password, hash).await?;
        let Some(found) = found.filter(|_| fits) else {
            lock(self.throttle()).failed(&name, self.now());
            return Ok(SignIn::Refused);
        };
        lock(self.throttle()).failures.remove(&name);
        let mut tx = self.store().begin().await?;
        let user = tx_user(&mut tx, found.practice, &found.user).await?;
        let entry = self.audit_entry(&user.id.to_string(), "user.sign-in", &user.id.to_string(), "");
        tx.append_audit(found.practice, &[entry]).await?;
        tx.commit().await?;
        Ok(SignIn::Welcome(user))
    }

    /// A person with the rights of this moment; `None` when there is no such person or they may no longer sign in.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn user(&self, practice: PracticeId, id: UserId) -> Result<Option<User>> {
        let mut tx = self.store().read().await?;
        let rows = tx.by::<UserRow>(practice, "id", [id]).await?;
        match rows.into_iter().find(|row| row.disabled_at.is_none()) {
            Some(row) => Ok(Some(tx_user(&mut tx, practice, &row).await?)),
            None => Ok(None),
        }
    }

    /// Keeps a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn session_save(&self, id_hash: &str, data: &str, expires_at: Timestamp) -> Result<()> {
        let mut tx = self.store().begin().await?;
        tx.save_session(&SessionRow { id_hash: id_hash.to_owned(), data: data.to_owned(), expires_at }).await?;
        tx.delete_expired_sessions(self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// A session's data; `None` when it ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn session_load(&self, id_hash: &str) -> Result<Option<String>> {
        let mut tx = self.store().read().await?;
        Ok(tx.load_session(id_hash, self.now()).await?.map(|session| session.data))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn session_delete(&self, id_hash: &str) -> Result<()> {
        let mut tx = self.store().begin().await?;
        tx.delete_session(id_hash).await?;
        Ok(tx.commit().await?)
    }

    /// Remembers that a person looked at something.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_read(&self, user: &User, what: &str, subject: &str) -> Result<()> {
        let mut tx = self.store().begin().await?;
        let entry = self.audit_entry(&user.id.to_string(), what, subject, "");
        tx.append_audit(user.practice, &[entry]).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) fn audit_entry(&self, actor: &str, action: &str, subject: &str, detail: &str) -> AuditEntry {
        AuditEntry {
            at: self.now(),
            actor: Text::from(actor),
            action: Text::from(action),
            subject: Text::from(subject),
            detail: Text::from(detail),
        }
    }
}

async fn tx_user(tx: &mut cleanclaim_store::Tx, practice: PracticeId, row: &UserRow) -> Result<User> {
    let practices: Vec<PracticeRow> = tx.all(practice, 1, 0).await?;
    Ok(User {
        id: row.id,
        name: row.name.to_string(),
        practice,
        practice_name: practices.into_iter().next().map(|practice| practice.name.to_string()).unwrap_or_default(),
        role: role(row.role),
    })
}

const fn stored_role(role: Role) -> cleanclaim_store::Role {
    match role {
        Role::Reader => cleanclaim_store::Role::Reader,
        Role::Biller => cleanclaim_store::Role::Biller,
        Role::Manager => cleanclaim_store::Role::Admin,
    }
}

const fn role(stored: cleanclaim_store::Role) -> Role {
    match stored {
        cleanclaim_store::Role::Reader | cleanclaim_store::Role::Coder => Role::Reader,
        cleanclaim_store::Role::Biller => Role::Biller,
        cleanclaim_store::Role::Admin => Role::Manager,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_attempts_make_one_wait_a_quarter_of_an_hour() {
        let mut throttle = Throttle::default();
        let start = Timestamp::from_second(1_000_000).unwrap();
        for _ in 0..ATTEMPTS_MAX {
            assert_eq!(throttle.wait_seconds("ann", start), 0);
            throttle.failed("ann", start);
        }
        assert_eq!(throttle.wait_seconds("ann", start), 900);
        assert_eq!(throttle.wait_seconds("bob", start), 0);
        let later = start + SignedDuration::from_mins(15);
        assert_eq!(throttle.wait_seconds("ann", later), 0);
        throttle.failed("ann", later);
        assert_eq!(throttle.wait_seconds("ann", later), 0);
    }
}
