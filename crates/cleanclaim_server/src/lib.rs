//! The web application: sign-in, dashboard, claim list and claim page.
