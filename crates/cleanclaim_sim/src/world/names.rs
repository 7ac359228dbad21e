//! Names of people and streets. Given names are common ones; family names and streets were made up for this project.

pub(super) const WOMEN: &[&str] = &[
    "Alice", "Beth", "Carmen", "Dana", "Elena", "Fay", "Grace", "Hazel", "Irene", "Joan", "Keisha", "Laura", "Mei",
    "Nadia", "Olivia", "Paula", "Queenie", "Rosa", "Sonia", "Tara", "Uma", "Vera", "Wanda", "Ximena", "Yolanda", "Zoe",
];

pub(super) const MEN: &[&str] = &[
    "Andre", "Ben", "Carlos", "Derek", "Elias", "Frank", "George", "Hugo", "Ivan", "Jamal", "Kurt", "Leon", "Marcus",
    "Nolan", "Omar", "Pedro", "Quentin", "Ray", "Samuel", "Tomas", "Ulrich", "Victor", "Walter", "Xavier", "Yusuf",
    "Zane",
];

pub(super) const FAMILIES: &[&str] = &[
    "Alderquist",
    "Birchmoor",
    "Cobblewick",
    "Dunmarrow",
    "Elmstride",
    "Fernhallow",
    "Gorseley",
    "Hawthrope",
    "Ivelmarsh",
    "Junipell",
    "Kestrelby",
    "Larchmere",
    "Mossbarrow",
    "Nettlecombe",
    "Oakhollis",
    "Pinewhistle",
    "Quillmoor",
    "Rushbeck",
    "Sedgewater",
    "Thistledon",
    "Umberlane",
    "Vetchley",
    "Willowmane",
    "Yarrowfield",
    "Zephyrine",
    "Amberlock",
    "Bramblecote",
    "Cloverdane",
    "Driftmoore",
    "Emberlyle",
    "Foxgrove-Pell",
    "Gullinsby",
];

pub(super) const STREETS: &[&str] = &[
    "Testwood Lane",
    "Sample Creek Road",
    "Placeholder Avenue",
    "Mockingbranch Drive",
    "Fictional Way",
    "Example Orchard Court",
    "Specimen Street",
    "Invented Hollow Road",
    "Synthetic Ridge Drive",
    "Demo Mill Lane",
];

/// Made-up towns with a state, and the first five digits of a ZIP code of that state.
pub(super) const TOWNS: &[(&str, &str, &str)] = &[
    ("Marlow Bend", "OH", "43099"),
    ("Cedar Quill", "OH", "44398"),
    ("Tamarack Falls", "OH", "45099"),
    ("Upper Sandry", "IN", "46098"),
    ("Lakefern", "MI", "48199"),
];

/// Middle initials.
pub(super) const INITIALS: &[&str] = &["A", "B", "C", "D", "E", "J", "K", "L", "M", "R", "S", "T"];
