use super::layout::{Key, OwnDays, Target};
use super::*;

fn families() -> [&'static Family; 9] {
    [
        &mpfs::FAMILY,
        &opps::FAMILY,
        &asc::FAMILY,
        &drugs::FAMILY,
        &drugs::TELEHEALTH,
        &providers::TAXONOMY,
        &providers::NPPES,
        &coverage::FAMILY,
        &table5::FAMILY,
    ]
}

/// Layouts are data: what the compiler cannot see is looked at here.
#[test]
fn layouts_name_columns_that_their_sets_have() {
    assert_eq!(READERS.len(), families().len());
    for layout in families().iter().flat_map(|family| family.layouts) {
        let target: &Target = layout.target;
        let name = format!("{} {}", target.set.name(), layout.part);
        assert_eq!(target.set.holds(), cleanclaim_codes::Holds::Records, "{name}");
        let has = |wanted: &str| target.columns.iter().any(|(column, _)| *column == wanted);
        assert!(layout.fields.iter().all(|field| has(field.column)), "{name}: {:?}", layout.fields);
        assert!(target.part_column.is_none_or(has), "{name}");
        assert!(!layout.signature.is_empty(), "{name}: would be found everywhere");
        if let Key::Cells(parts) = layout.key {
            let first = parts.first().map(|(names, _)| *names).unwrap_or_default();
            assert!(layout.signature.iter().any(|wanted| wanted.iter().any(|name| first.contains(name))), "{name}");
        }
        if let OwnDays::OfEdition(from, _) = layout.own_days {
            assert!(layout.signature.iter().any(|wanted| wanted.iter().any(|name| from.contains(name))), "{name}");
        }
        // Headers are compared by their plain names: others would never be found.
        for header in layout.signature.iter().flat_map(|names| names.iter()) {
            let bare = header.trim_end_matches('*').trim_end_matches('_');
            assert_eq!(matching::plain_name(bare), bare, "{name}");
        }
    }
}

#[test]
fn fixed_columns_stand_one_after_the_other() {
    for fixed in families().iter().flat_map(|family| family.fixed) {
        assert_eq!(fixed.names.len(), fixed.cuts.len());
        assert!(fixed.cuts.windows(2).all(|two| two[0].0 < two[0].1 && two[0].1 <= two[1].0));
    }
}
