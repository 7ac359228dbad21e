//! Who may do what: people, their practice, their role. Passwords are hashed here and kept by the store.

use cleanclaim_model::{PracticeId, UserId};

/// What a person may do. Each role includes what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sees dashboards and claims.
    Reader,
    /// Works claims.
    Biller,
    /// Sets up the practice and its people.
    Manager,
}

impl Role {
    /// `reader`, `biller` or `manager`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Biller => "biller",
            Self::Manager => "manager",
        }
    }

    /// Reads [`Role::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Reader, Self::Biller, Self::Manager].into_iter().find(|role| role.as_str() == text)
    }
}

/// A person who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Identifier.
    pub id: UserId,
    /// The name they sign in with.
    pub name: String,
    /// The practice they work for; they see nothing of another.
    pub practice: PracticeId,
    /// The practice's name.
    pub practice_name: String,
    /// What they may do.
    pub role: Role,
}

/// What became of an attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Name and password fit.
    Welcome(User),
    /// They do not; which of the two is not said.
    Refused,
    /// Too many attempts on this name: try again after so many seconds.
    Throttled {
        /// Seconds to wait.
        retry_after_seconds: u32,
    },
}
