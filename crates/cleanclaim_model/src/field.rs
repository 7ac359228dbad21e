//! The name of every place in a claim or remittance.
//!
//! Findings point at fields; X12 maps a field to loop, segment and byte, the forms to a box, FHIR to a path.

use core::fmt;

/// A place in a claim or a remittance.
///
/// ```
/// use cleanclaim_model::{Field, LineField};
/// assert_eq!(Field::Line(2, LineField::Pointer(1)).to_string(), "Line(2).Pointer(1)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Something of the claim as a whole.
    Claim(ClaimField),
    /// The nth diagnosis, from 1.
    Diagnosis(u8),
    /// The nth inpatient procedure, from 1.
    Procedure(u8),
    /// Something of the service line with this LX01.
    Line(u16, LineField),
    /// Something of the subscriber.
    Subscriber(PersonField),
    /// Something of the patient, where the patient is not the subscriber.
    Patient(PersonField),
    /// Something of a provider.
    Provider(ProviderRole, ProviderField),
    /// Something of the payer.
    Payer(PayerField),
    /// Something of a remittance as a whole.
    Remittance(RemittanceField),
    /// Something of the nth claim payment, from 1.
    ClaimPayment(u32, PaymentField),
}

impl Field {
    /// LX01 of the service line that the field belongs to.
    #[must_use]
    pub const fn service_line(self) -> Option<u16> {
        match self {
            Self::Line(number, _) => Some(number),
            _ => None,
        }
    }
}

macro_rules! field_names {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name, as findings, profiles and pages write it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)* }
            }
        }
    };
}

field_names! {
    /// Fields of a claim as a whole.
    ClaimField {
        /// CLM01.
        ControlNumber,
        /// CLM02.
        Charge,
        /// CLM05-1 of a professional claim.
        PlaceOfService,
        /// CLM05-1 of an institutional claim.
        FacilityCode,
        /// CLM05-3.
        Frequency,
        /// CLM07.
        Assignment,
        /// CLM08.
        BenefitsAssigned,
        /// CLM09.
        Release,
        /// CLM11.
        RelatedCauses,
        /// SBR01.
        Responsibility,
        /// SBR09.
        FilingIndicator,
        /// REF F8.
        PayerControlNumber,
        /// REF G1.
        PriorAuthorization,
        /// REF 9F.
        ReferralNumber,
        /// REF X4.
        CliaNumber,
        /// DTP 434, from.
        StatementFrom,
        /// DTP 434, through.
        StatementThru,
        /// DTP 435.
        AdmissionDate,
        /// DTP 096.
        DischargeHour,
        /// DTP 431.
        OnsetDate,
        /// DTP 439.
        AccidentDate,
        /// CL101.
        AdmissionType,
        /// CL102.
        AdmissionSource,
        /// CL103.
        PatientStatus,
        /// HI DR.
        Drg,
        /// HI BG.
        ConditionCodes,
        /// HI BH and BI.
        OccurrenceCodes,
        /// HI BE.
        ValueCodes,
        /// The list of diagnoses as a whole.
        Diagnoses,
        /// The list of service lines as a whole.
        Lines,
        /// AMT F5 or F3.
        PatientPaid,
    }
}

/// Fields of a service line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LineField {
    /// SV101-2, SV202-2.
    Procedure,
    /// The nth modifier, from 1.
    Modifier(u8),
    /// The modifiers as a whole.
    Modifiers,
    /// SV201.
    RevenueCode,
    /// SV102, SV203.
    Charge,
    /// SV104, SV205.
    Units,
    /// SV105.
    PlaceOfService,
    /// The nth diagnosis pointer, from 1 (SV107).
    Pointer(u8),
    /// DTP 472, first day.
    DateFrom,
    /// DTP 472, last day.
    DateThru,
    /// REF 6R.
    ControlNumber,
    /// LIN03.
    DrugCode,
    /// CTP04.
    DrugUnits,
    /// The rendering provider of this line.
    RenderingProvider,
}

field_names! {
    /// Fields of a person: subscriber or patient.
    PersonField {
        /// NM109 with MI.
        MemberId,
        /// NM103 to NM107.
        Name,
        /// DMG02.
        BirthDate,
        /// DMG03.
        Sex,
        /// N3 and N4.
        Address,
        /// SBR02 or PAT01.
        Relationship,
        /// SBR03.
        GroupNumber,
    }
}

field_names! {
    /// Who a provider is to a claim.
    ProviderRole {
        /// 2010AA.
        Billing,
        /// 2310B of 837P, 2310D of 837I.
        Rendering,
        /// 2310A of 837P, 2310F of 837I.
        Referring,
        /// 2310D of 837P.
        Supervising,
        /// 2310A of 837I.
        Attending,
        /// 2310B of 837I.
        Operating,
        /// 2310C of 837I.
        OtherOperating,
        /// 2310C of 837P, 2310E of 837I.
        ServiceFacility,
    }
}

field_names! {
    /// Fields of a provider.
    ProviderField {
        /// NM109 with XX.
        Npi,
        /// NM103 and following.
        Name,
        /// N3 and N4.
        Address,
        /// REF EI or SY.
        TaxId,
        /// PRV03.
        Taxonomy,
    }
}

field_names! {
    /// Fields of a payer.
    PayerField {
        /// NM103.
        Name,
        /// NM109.
        Id,
    }
}

field_names! {
    /// Fields of a remittance as a whole.
    RemittanceField {
        /// BPR02.
        Amount,
        /// BPR16.
        PaymentDate,
        /// TRN02.
        TraceNumber,
        /// TRN03.
        PayerId,
        /// PLB.
        ProviderAdjustments,
    }
}

field_names! {
    /// Fields of a claim payment.
    PaymentField {
        /// CLP01.
        ControlNumber,
        /// CLP02.
        Status,
        /// CLP03.
        Charge,
        /// CLP04.
        Paid,
        /// CLP05.
        PatientResponsibility,
        /// CAS.
        Adjustments,
        /// SVC.
        Services,
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claim(field) => f.write_str(field.name()),
            Self::Diagnosis(number) => write!(f, "Diagnosis({number})"),
            Self::Procedure(number) => write!(f, "Procedure({number})"),
            Self::Line(number, field) => write!(f, "Line({number}).{field}"),
            Self::Subscriber(field) => write!(f, "Subscriber.{}", field.name()),
            Self::Patient(field) => write!(f, "Patient.{}", field.name()),
            Self::Provider(role, field) => write!(f, "{}Provider.{}", role.name(), field.name()),
            Self::Payer(field) => write!(f, "Payer.{}", field.name()),
            Self::Remittance(field) => write!(f, "Remittance.{}", field.name()),
            Self::ClaimPayment(number, field) => write!(f, "ClaimPayment({number}).{}", field.name()),
        }
    }
}

impl fmt::Display for LineField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Modifier(number) => write!(f, "Modifier({number})"),
            Self::Pointer(number) => write!(f, "Pointer({number})"),
            other => write!(f, "{other:?}"),
        }
    }
}
