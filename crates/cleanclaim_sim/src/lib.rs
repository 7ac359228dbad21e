//! Seeded encounters and simulated payers that answer real bytes with real bytes.
