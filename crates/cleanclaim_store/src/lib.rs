//! SQLite and PostgreSQL: migrations, claims, events, files, ledger, jobs, users, sessions.
