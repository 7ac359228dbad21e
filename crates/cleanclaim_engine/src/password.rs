//! Passwords: argon2id, hashed in a blocking thread, one slow answer for wrong names and wrong passwords alike.

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version};

use crate::error::{EngineError, Result};

/// Shortest password that is taken.
///
/// Source: NIST SP 800-63B-4, section 3.1.1.2: 15 characters where a password is the only factor.
pub const PASSWORD_CHARS_MIN: usize = 15;

/// Memory in KiB, passes, lanes.
///
/// Source: OWASP Password Storage Cheat Sheet, argon2id, 19 MiB.
const COST: (u32, u32, u32) = (19_456, 2, 1);

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(COST.0, COST.1, COST.2, None).map_err(|_| EngineError::PasswordHash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The PHC string of a password.
///
/// # Errors
/// When it is too short or the system has no randomness.
pub(crate) async fn hash(password: &str) -> Result<String> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(EngineError::WeakPassword { minimum: PASSWORD_CHARS_MIN });
    }
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || {
        Ok(hasher()?.hash_password(password.as_bytes()).map_err(|_| EngineError::PasswordHash)?.to_string())
    })
    .await
    .map_err(|_| EngineError::PasswordHash)?
}

/// Whether the password fits. Without a stored hash it works as long and says no, so that time tells nobody which names exist.
///
/// # Errors
/// When the hasher fails.
pub(crate) async fn verify(password: &str, stored: Option<String>) -> Result<bool> {
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || {
        let Some(stored) = stored else {
            let mut unused = [0; 32];
            hasher()?
                .hash_password_into(password.as_bytes(), b"no such user", &mut unused)
                .map_err(|_| EngineError::PasswordHash)?;
            return Ok(false);
        };
        let parsed = PasswordHash::new(&stored).map_err(|_| EngineError::PasswordHash)?;
        Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await
    .map_err(|_| EngineError::PasswordHash)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_itself_only() {
        let stored = hash("correct horse battery").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery", Some(stored.clone())).await.unwrap());
        assert!(!verify("correct horse batterz", Some(stored)).await.unwrap());
        assert!(!verify("correct horse battery", None).await.unwrap());
        assert!(matches!(hash("short").await, Err(EngineError::WeakPassword { minimum: 15 })));
    }
}
