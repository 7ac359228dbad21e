/// The tool, or `None` with a message. Under `CLEANCLAIM_TEST_ALL=1` a missing tool is a failure.
pub(crate) fn tool_or_skip<T>(tool: Option<T>, what: &str, variable: &str) -> Option<T> {
    if tool.is_none() {
        let all = std::env::var("CLEANCLAIM_TEST_ALL").is_ok_and(|value| value == "1");
        assert!(!all, "CLEANCLAIM_TEST_ALL=1, but {what} is missing: set {variable}");
        eprintln!("skipped: {what} is missing (set {variable})");
    }
    tool
}
