//! The verbs: code, charge, scrub, submit, acknowledge, post, report.
