//! The sets that images can hold: what each is called, and in which kind of table it stands.

/// In which kind of table a set stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Holds {
    /// Dated codes with titles: [`crate::CodeTable`].
    Codes,
    /// Rows of named columns under a key, a whole table an edition: [`crate::RecordTable`].
    Records,
    /// Pairs of codes with dates and an indicator: [`crate::PairTable`].
    Pairs,
    /// Terms that lead to codes, in a tree: [`crate::TermIndex`].
    Terms,
    /// Notes of a tabular list: [`crate::Tabular`].
    Notes,
    /// The table of the axes of a procedure code: [`crate::AxisTable`].
    Axes,
    /// The words of other sets, prepared for searching: [`crate::Search`].
    Words,
}

macro_rules! sets {
    ($($name:ident = $id:literal, $text:literal, $holds:ident, $label:literal;)*) => {
        /// A code set that an image can hold.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Set {
            $(#[doc = $label] $name,)*
        }

        impl Set {
            /// Every set.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name that commands and files use.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// What the set is, in a few words for a person.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$name => $label,)*
                }
            }

            /// In which kind of table the set stands.
            #[must_use]
            pub const fn holds(self) -> Holds {
                match self {
                    $(Self::$name => Holds::$holds,)*
                }
            }

            pub(crate) const fn id(self) -> u16 {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

// The numbers stand in images: never change one, never use one twice.
sets! {
    Icd10Cm = 1, "icd10cm", Codes, "ICD-10-CM diagnoses";
    Icd10Pcs = 2, "icd10pcs", Codes, "ICD-10-PCS procedures";
    Rarc = 3, "rarc", Codes, "Remittance advice remark codes";
    PlaceOfService = 4, "pos", Codes, "Places of service";
    Icd10CmTabular = 5, "icd10cm-tabular", Notes, "Notes of the ICD-10-CM tabular list";
    Icd9Cm = 6, "icd9cm", Codes, "ICD-9-CM diagnoses";
    Icd9Procedures = 7, "icd9pcs", Codes, "ICD-9-CM procedures (volume 3)";
    Hcpcs = 8, "hcpcs", Codes, "HCPCS Level II";
    Modifier = 9, "modifier", Codes, "CPT and HCPCS modifiers";
    Cpt = 10, "cpt", Codes, "CPT, from the user's licensed file";
    Carc = 11, "carc", Codes, "Claim adjustment reason codes";
    ClaimStatus = 12, "claim-status", Codes, "Claim status codes";
    ClaimStatusCategory = 13, "claim-status-category", Codes, "Claim status category codes";
    RevenueCode = 14, "revenue", Codes, "Revenue codes";
    ConditionCode = 15, "condition", Codes, "Condition codes";
    PatientStatus = 16, "patient-status", Codes, "Patient discharge status codes";
    AdmissionSource = 17, "admission-source", Codes, "Point of origin for admission codes";
    AdmissionType = 18, "admission-type", Codes, "Priority of admission codes";
    MsDrg = 19, "msdrg", Codes, "MS-DRGs";
    Icd10Gm = 20, "icd10gm", Codes, "ICD-10-GM (Germany)";
    Icd10Who = 21, "icd10who", Codes, "ICD-10 of the World Health Organization";
    Cim10Fr = 22, "cim10fr", Codes, "CIM-10-FR (France)";
    Icd10CmIndex = 30, "icd10cm-index", Terms, "ICD-10-CM index to diseases and injuries";
    Icd10CmExternalIndex = 31, "icd10cm-external", Terms, "ICD-10-CM index to external causes";
    Icd10CmDrugs = 32, "icd10cm-drugs", Terms, "ICD-10-CM table of drugs and chemicals";
    Icd10CmNeoplasms = 33, "icd10cm-neoplasms", Terms, "ICD-10-CM neoplasm table";
    Icd10PcsIndex = 34, "icd10pcs-index", Terms, "ICD-10-PCS index";
    Icd10PcsTables = 35, "icd10pcs-tables", Axes, "ICD-10-PCS tables";
    Icd10PcsDefinitions = 36, "icd10pcs-definitions", Records, "ICD-10-PCS definitions of axis values";
    PtpPractitioner = 40, "ptp-practitioner", Pairs, "NCCI procedure-to-procedure edits, practitioner";
    PtpHospital = 41, "ptp-hospital", Pairs, "NCCI procedure-to-procedure edits, outpatient hospital";
    PtpMedicaidPractitioner = 42, "ptp-medicaid-practitioner", Pairs, "Medicaid NCCI edits, practitioner";
    PtpMedicaidHospital = 43, "ptp-medicaid-hospital", Pairs, "Medicaid NCCI edits, outpatient hospital";
    PtpMedicaidDme = 44, "ptp-medicaid-dme", Pairs, "Medicaid NCCI edits, DME";
    MuePractitioner = 50, "mue-practitioner", Records, "Medically unlikely edits, practitioner";
    MueHospital = 51, "mue-hospital", Records, "Medically unlikely edits, outpatient hospital";
    MueDme = 52, "mue-dme", Records, "Medically unlikely edits, DME supplier";
    MueMedicaidPractitioner = 53, "mue-medicaid-practitioner", Records, "Medicaid unlikely edits, practitioner";
    MueMedicaidHospital = 54, "mue-medicaid-hospital", Records, "Medicaid unlikely edits, outpatient hospital";
    MueMedicaidDme = 55, "mue-medicaid-dme", Records, "Medicaid unlikely edits, DME supplier";
    AddOn = 56, "add-on", Records, "NCCI add-on codes and their primary codes";
    HcpcsDetail = 60, "hcpcs-detail", Records, "Pricing, coverage and action fields of HCPCS codes";
    HcpcsNote = 61, "hcpcs-note", Records, "HCPCS processing notes";
    Mpfs = 62, "mpfs", Records, "Physician fee schedule relative values";
    Gpci = 63, "gpci", Records, "Geographic practice cost indices";
    Localities = 64, "localities", Records, "Physician fee schedule localities and their counties";
    AnesthesiaFactors = 65, "anesthesia-cf", Records, "Anesthesia conversion factors by locality";
    OppsCap = 66, "opps-cap", Records, "OPPS caps on imaging services of the fee schedule";
    OppsAddendumA = 67, "opps-a", Records, "OPPS addendum A: APCs";
    OppsAddendumB = 68, "opps-b", Records, "OPPS addendum B: HCPCS codes";
    OppsAddendumC = 69, "opps-c", Records, "OPPS addendum C: HCPCS codes by APC";
    OppsAddendumD1 = 70, "opps-d1", Records, "OPPS addendum D1: status indicators";
    OppsAddendumD2 = 71, "opps-d2", Records, "OPPS addendum D2: comment indicators";
    OppsAddendumE = 72, "opps-e", Records, "OPPS addendum E: inpatient only";
    OppsAddendumJ = 73, "opps-j", Records, "OPPS addendum J: comprehensive APC ranks";
    OppsComplexity = 74, "opps-complexity", Records, "OPPS addendum J: complexity adjustments";
    OppsExclusions = 75, "opps-exclusions", Records, "OPPS addendum J: comprehensive APC exclusions";
    OppsOther = 76, "opps-other", Records, "OPPS addenda L to Q";
    AscAddendum = 77, "asc", Records, "Ambulatory surgical center payment";
    AspPrices = 78, "asp", Records, "Average sales price drug payment limits";
    NdcHcpcs = 79, "ndc-hcpcs", Records, "NDC to HCPCS crosswalk";
    Telehealth = 80, "telehealth", Records, "Medicare telehealth services";
    Taxonomy = 81, "taxonomy", Records, "Provider taxonomy";
    McdLcd = 82, "mcd-lcd", Records, "Local coverage determinations";
    McdArticle = 83, "mcd-article", Records, "Local coverage articles";
    McdNcd = 84, "mcd-ncd", Records, "National coverage determinations";
    McdCodes = 85, "mcd-codes", Records, "Codes named by coverage documents";
    Npi = 86, "npi", Records, "National provider identifiers";
    MsDrgWeights = 87, "msdrg-table5", Records, "MS-DRG weights and lengths of stay";
    MsDrgCodes = 88, "msdrg-codes", Records, "Code lists of the MS-DRG definitions";
    Gems9To10 = 100, "gems-9-10", Records, "General equivalence mappings, ICD-9-CM to ICD-10-CM";
    Gems10To9 = 101, "gems-10-9", Records, "General equivalence mappings, ICD-10-CM to ICD-9-CM";
    GemsProcedures9To10 = 102, "gems-9-10-pcs", Records, "General equivalence mappings, ICD-9-CM procedures to ICD-10-PCS";
    GemsProcedures10To9 = 103, "gems-10-9-pcs", Records, "General equivalence mappings, ICD-10-PCS to ICD-9-CM procedures";
    Ccsr = 104, "ccsr", Records, "Clinical classifications of ICD-10-CM codes";
    Elixhauser = 105, "elixhauser", Records, "Elixhauser comorbidities of ICD-10-CM codes";
    DiseaseTerms = 106, "disease-terms", Records, "Terms of disease ontologies";
    DiseaseCodes = 107, "disease-codes", Records, "Disease ontologies to ICD-10-CM";
    Glossary = 110, "glossary", Records, "Medical abbreviations, word parts and everyday words";
    Usual = 111, "usual", Records, "Codes that practices use most";
    PcsCharacters = 112, "pcs-characters", Records, "What single characters of ICD-10-PCS mean";
    SearchWords = 120, "search", Words, "Words of all sets, prepared for searching";
}

impl Set {
    /// The set with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|set| set.name() == name)
    }

    /// A code as people write it: ICD codes with their dot.
    #[must_use]
    pub fn written(self, code: &str) -> String {
        let before_dot = match self {
            Self::Icd10Cm | Self::Icd10Gm | Self::Icd10Who | Self::Cim10Fr => 3,
            Self::Icd9Cm => 3 + usize::from(code.starts_with('E')),
            Self::Icd9Procedures => 2,
            _ => return code.to_owned(),
        };
        match code.split_at_checked(before_dot) {
            Some((category, rest)) if !rest.is_empty() => format!("{category}.{rest}"),
            _ => code.to_owned(),
        }
    }

    /// Every set of dated codes.
    pub fn of_codes() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|set| set.holds() == Holds::Codes)
    }

    /// The set whose codes an alphabetic index leads to.
    pub(crate) const fn indexed(self) -> Option<Self> {
        match self {
            Self::Icd10CmIndex | Self::Icd10CmExternalIndex | Self::Icd10CmDrugs | Self::Icd10CmNeoplasms => {
                Some(Self::Icd10Cm)
            }
            Self::Icd10PcsIndex => Some(Self::Icd10Pcs),
            _ => None,
        }
    }

    /// Whether codes of the set begin with the code above them.
    pub(crate) const fn is_hierarchical(self) -> bool {
        matches!(
            self,
            Self::Icd10Cm
                | Self::Icd10Pcs
                | Self::Icd9Cm
                | Self::Icd9Procedures
                | Self::Icd10Gm
                | Self::Icd10Who
                | Self::Cim10Fr
        )
    }

    pub(crate) fn from_id(id: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|set| set.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_unique() {
        for set in Set::ALL {
            assert_eq!(Set::named(set.name()), Some(*set));
            assert_eq!(Set::from_id(set.id()), Some(*set));
        }
    }

    #[test]
    fn codes_are_written_with_the_dot_of_their_set() {
        assert_eq!(Set::Icd10Cm.written("E119"), "E11.9");
        assert_eq!(Set::Icd10Cm.written("E11"), "E11");
        assert_eq!(Set::Icd9Cm.written("E8889"), "E888.9");
        assert_eq!(Set::Icd9Procedures.written("4701"), "47.01");
        assert_eq!(Set::Icd10Pcs.written("0DTJ4ZZ"), "0DTJ4ZZ");
    }
}
