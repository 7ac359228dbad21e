use std::path::Path;

use cleanclaim_codes::{Image, ImageError, fuzzing};
use proptest::prelude::*;

use crate::axes::axes_image;
use crate::small_image;
use crate::terms::indexed_image;

#[test]
fn the_header_is_checked() {
    let good = small_image();
    let error = |bytes: &[u8]| Image::from_bytes(bytes).unwrap_err();
    assert_eq!(error(&[]), ImageError::NotAnImage);
    assert_eq!(error(&[0; 64]), ImageError::NotAnImage);
    assert_eq!(
        error(&good[..good.len() - 1]),
        ImageError::Length { expected: good.len() as u64, found: good.len() as u64 - 1 }
    );
    let mut other = good.clone();
    other[8] = 9;
    assert_eq!(error(&other), ImageError::Version { found: 9 });
    let mut outside = good.clone();
    outside[24 + 8 + 7] = 0xff;
    assert_eq!(error(&outside), ImageError::Section { index: 0 });
    assert!(Image::from_bytes(&good).unwrap().verify().is_ok());
}

#[test]
fn verify_sees_every_changed_byte_that_opening_does_not() {
    let good = small_image();
    for at in (24..good.len()).step_by(5) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        if let Ok(image) = Image::from_bytes(&bad) {
            assert_eq!(image.verify(), Err(ImageError::Checksum), "byte {at}");
        }
    }
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    assert_eq!(small_image(), small_image());
}

#[test]
fn overwritten_bytes_are_survived() {
    overwrite(&small_image(), 1000);
    // Every image has the same header and directory.
    overwrite(&indexed_image(), 0);
    overwrite(&axes_image(), 0);
}

/// Overwrites every byte of the first ones, and some of the others.
fn overwrite(good: &[u8], first: usize) {
    // A stride that is no multiple of a row reaches every field; the first rows hold the directory.
    for at in (0..good.len()).filter(|at| *at < first || at % 13 == 0) {
        let mut bad = good.to_vec();
        bad[at] = [0x00, 0x7f, 0xff][at % 3];
        fuzzing::image(&bad);
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        fuzzing::image(&bytes);
        fuzzing::references(&bytes);
    }

    #[test]
    fn damaged_images_are_survived(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12)) {
        for mut bytes in [small_image(), indexed_image(), axes_image()] {
            for (at, value) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *value;
            }
            fuzzing::image(&bytes);
        }
    }

    #[test]
    fn note_text_never_panics(text in "[A-Z0-9.() -]{0,40}|\\PC{0,40}|\\([A-Z][0-9]{2}-[A-Z][0-9]{2} with .{0,20}\\)") {
        fuzzing::references(text.as_bytes());
    }
}

#[test]
fn kept_inputs_are_replayed() {
    for (target, run) in [
        ("codes_image", fuzzing::image as fn(&[u8])),
        ("codes_references", fuzzing::references),
        ("codes_search", fuzzing::search),
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/fuzz").join(target);
        let mut count = 0;
        for file in std::fs::read_dir(&folder).unwrap() {
            run(&std::fs::read(file.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(0 < count, "no kept input for {target}");
    }
}
