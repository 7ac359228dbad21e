//! Bodies of the fuzz targets: plain functions that must not panic, replayed over kept inputs by the ordinary tests.

/// Reads arbitrary bytes as every table.
pub fn tsv(bytes: &[u8]) {
    let _ = crate::tsv::codes(bytes).map(Iterator::count);
    let _ = crate::tsv::replacements(bytes).map(Iterator::count);
    let _ = crate::tsv::tabular(bytes).map(Iterator::count);
    let _ = crate::tsv::editions(bytes).map(Iterator::count);
    for name in ["icd10cm/all.tsv", "icd10pcs/replacements.tsv", "editions.tsv"] {
        if let Ok(image) = crate::image_of([(name, bytes)]) {
            cleanclaim_codes::fuzzing::image(&image);
        }
    }
}

/// Reads arbitrary bytes as a tabular list and, where it is one, builds an image from it.
pub fn tabular_xml(bytes: &[u8]) {
    let Ok(list) = crate::tabular::read(bytes) else { return };
    let _ = list.titles();
    let editions = "set\tedition\tfrom\tto\tsource\tlicence\nicd10cm-tabular\tx\t2025-10-01\t\t\t\n";
    let table = list.to_tsv();
    let files = [("editions.tsv", editions.as_bytes()), ("icd10cm-tabular/x.tsv", table.as_bytes())];
    if let Ok(image) = crate::image_of(files) {
        cleanclaim_codes::fuzzing::image(&image);
    }
}

/// Reads arbitrary bytes as a publisher's file and, where it makes an edition, asks its image.
#[cfg(feature = "official")]
pub fn official(bytes: &[u8]) {
    let options = crate::official::Options::on(jiff::civil::date(2026, 1, 1));
    for edition in crate::official::import([("file", bytes)], &options).editions {
        cleanclaim_codes::fuzzing::image(&edition.image);
    }
}

/// Unpacks arbitrary bytes, up to a limit.
pub fn zst(bytes: &[u8]) {
    let _ = crate::unpack(bytes, 1 << 20);
}

/// Imports arbitrary bytes as every table with a header row: as text under names that say different editions.
#[cfg(feature = "official")]
pub fn delimited(bytes: &[u8]) {
    let options = crate::official::Options::on(jiff::civil::date(2026, 1, 1));
    for name in ["2025_Oct.csv", "npidata_20251110-20251116.csv", "addendum q AWP.txt"] {
        let imported = crate::official::import([(name, bytes)], &options);
        for edition in imported.editions {
            cleanclaim_codes::fuzzing::image(&edition.image);
        }
    }
}

/// Reads arbitrary bytes as files of NCCI under names of every kind, and asks the images that come of them.
#[cfg(feature = "official")]
pub fn ncci(bytes: &[u8]) {
    use crate::official::{Options, import};

    let names =
        ["ccipra-v301r0-f1.txt", "MCD_PTP_DME_EDITS_2024Q2.txt", "MCR_MUE_Eff_04-01-2024.csv", "AOC_V2024Q2-MCR.txt"];
    for name in names {
        let imported = import([(name, bytes)], &Options::on(jiff::civil::date(2024, 5, 1)));
        for edition in &imported.editions {
            cleanclaim_codes::fuzzing::image(&edition.image);
        }
    }
}

/// Imports arbitrary bytes as every file of fixed lines, list and classification: under names that say different
/// editions.
#[cfg(feature = "official")]
pub fn lines(bytes: &[u8]) {
    let options = crate::official::Options::on(jiff::civil::date(2026, 1, 1));
    for name in ["icd10pcs-April-2025.txt", "HCPC17_v41.1.txt", "icd10gm2017.txt"] {
        let imported = crate::official::import([(name, bytes), ("again.txt", bytes)], &options);
        for edition in imported.editions {
            cleanclaim_codes::fuzzing::image(&edition.image);
        }
    }
}
