//! The nouns of medical billing: claims, remittances, money, codes, findings.
