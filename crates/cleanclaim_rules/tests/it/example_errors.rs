//! Examples that are wrong say where.

use cleanclaim_rules::example::Example;

fn check(text: &str, place: (usize, usize), message: &str) {
    let error = Example::from_toml(text).unwrap_err();
    assert_eq!((error.line, error.column), place, "{text}: {error}");
    assert!(error.message.contains(message), "{text}: {error}");
}

#[test]
fn wrong_examples_are_told_by_line_and_column() {
    check("charge = '1'\ndiagnosis = ['E119']", (2, 1), "unknown field `diagnosis`");
    check("[[service_lines]]\npointers = [1]", (2, 1), "unknown field `pointers`");
    check("[[service_lines]]\ndiagnosis_pointers = [1, 2, 3, 4, 5]", (2, 22), "four diagnosis pointers at most");
    check("[[service_lines]]\nfrom = '2026-05-04'", (2, 8), "without quotation marks");
    check("[[service_lines]]\nfrom = 2026-05-04T10:00:00", (2, 8), "without quotation marks");
    check("charge = 100.0", (1, 10), "invalid type");
    check("charge = '100.001'", (1, 10), "an amount such as");
    check("today = ''", (1, 9), "expected a date");
    check("diagnoses = ['11']", (1, 13), "expected a diagnosis code");
    check("kind = 'paper'", (1, 8), "professional, institutional or dental");
    check("without = ['billing']", (1, 12), "unknown variant `billing`");
    check("[profile]\ntimely = 1", (2, 1), "unknown field `timely`");
}
