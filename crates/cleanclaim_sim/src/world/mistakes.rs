//! Mistakes as front desks and record systems make them, planted so that lint has something to find.

use cleanclaim_model::{Cents, Encounter, Icd10, Npi, Quantity, Sex, Text};
use cleanclaim_rules::PayerProfile;
use jiff::ToSpan as _;

use super::practice::Specialty;
use super::visit::modifiers_of;
use crate::PayerDesk;
use crate::dice::{Dice, Stream};
use crate::error::{SimError, shape};

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mistake {
    /// A code from an old pick list that is valid no more.
    ExpiredCode,
    /// A code that was billable once and is the header of longer codes now.
    SupersededCode,
    /// The three-character category instead of a code.
    HeaderCode,
    /// A service points at a diagnosis that is not there.
    PointerOutOfRange,
    /// No referring provider although the payer wants one.
    MissingReferring,
    /// A telehealth visit without the modifier that the payer wants.
    TelehealthWithoutModifier,
    /// The rendering provider's NPI has a wrong digit: the check digit does not fit, and import refuses the row.
    MistypedNpi,
    /// The rendering provider's NPI is one that exists, but of nobody in the practice.
    ForeignNpi,
    /// The same service twice.
    DuplicateLine,
    /// A diagnosis that the patient's sex excludes.
    SexConflict,
    /// A service without a charge.
    ZeroCharge,
    /// No units.
    ZeroUnits,
    /// Older than the payer's filing limit.
    FiledLate,
    /// The year was typed wrong: the service lies in the future.
    FutureDate,
    /// No prior authorization number although the payer wants one.
    MissingAuthorization,
    /// Two diagnoses that exclude each other (Excludes1).
    ExcludedPair,
    /// No member number.
    MissingMemberNumber,
}

impl Mistake {
    /// Every value.
    pub const ALL: [Self; 17] = [
        Self::ExpiredCode,
        Self::SupersededCode,
        Self::HeaderCode,
        Self::PointerOutOfRange,
        Self::MissingReferring,
        Self::TelehealthWithoutModifier,
        Self::MistypedNpi,
        Self::ForeignNpi,
        Self::DuplicateLine,
        Self::SexConflict,
        Self::ZeroCharge,
        Self::ZeroUnits,
        Self::FiledLate,
        Self::FutureDate,
        Self::MissingAuthorization,
        Self::ExcludedPair,
        Self::MissingMemberNumber,
    ];

    /// As the truth file names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ExpiredCode => "expired-code",
            Self::SupersededCode => "superseded-code",
            Self::HeaderCode => "header-code",
            Self::PointerOutOfRange => "pointer-out-of-range",
            Self::MissingReferring => "missing-referring",
            Self::TelehealthWithoutModifier => "telehealth-without-modifier",
            Self::MistypedNpi => "mistyped-npi",
            Self::ForeignNpi => "foreign-npi",
            Self::DuplicateLine => "duplicate-line",
            Self::SexConflict => "sex-conflict",
            Self::ZeroCharge => "zero-charge",
            Self::ZeroUnits => "zero-units",
            Self::FiledLate => "filed-late",
            Self::FutureDate => "future-date",
            Self::MissingAuthorization => "missing-authorization",
            Self::ExcludedPair => "excluded-pair",
            Self::MissingMemberNumber => "missing-member-number",
        }
    }

    /// Whether the mistake is in a diagnosis code, which then is not valid on the day of service.
    #[must_use]
    pub const fn breaks_a_diagnosis(self) -> bool {
        matches!(self, Self::ExpiredCode | Self::SupersededCode | Self::HeaderCode)
    }
}

/// A mistake that was planted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlantedMistake {
    /// The encounter's number.
    pub encounter: Text,
    /// What was done to it.
    pub mistake: Mistake,
}

/// Codes that were billable and are headers now, by what stands for them today.
const SUPERSEDED: &[(&str, &str)] =
    &[("M5450", "M545"), ("R059", "R05"), ("N1831", "N183"), ("N1832", "N183"), ("I4710", "I471")];

/// Plants `count` mistakes, one an encounter, going through the kinds in turn.
pub(super) fn plant(
    seed: u64,
    encounters: &mut [Encounter],
    desks: &[PayerDesk],
    count: usize,
) -> Result<Vec<PlantedMistake>, SimError> {
    let mut dice = Dice::new(seed, Stream::Mistake, 0);
    let mut planted: Vec<PlantedMistake> = Vec::new();
    let mut used = vec![false; encounters.len()];
    // Every kind gets its turn; a kind that fits no encounter is passed over.
    for mistake in Mistake::ALL.into_iter().cycle().take(count.saturating_mul(2)) {
        if planted.len() == count {
            break;
        }
        let start = dice.index(encounters.len());
        for step in 0..encounters.len() {
            let index = (start + step) % encounters.len();
            let desk = desks.iter().find(|desk| desk.key == encounters[index].payer);
            if let (false, Some(desk)) = (used[index], desk)
                && make(mistake, &mut encounters[index], &desk.profile)?
            {
                used[index] = true;
                planted.push(PlantedMistake { encounter: encounters[index].number.clone(), mistake });
                break;
            }
        }
    }
    planted.sort_by(|a, b| a.encounter.cmp(&b.encounter));
    Ok(planted)
}

/// Makes the mistake, where the encounter has what it takes.
fn make(mistake: Mistake, encounter: &mut Encounter, profile: &PayerProfile) -> Result<bool, SimError> {
    let outpatient = encounter.stay.is_none();
    Ok(match mistake {
        Mistake::ExpiredCode
        | Mistake::SupersededCode
        | Mistake::HeaderCode
        | Mistake::SexConflict
        | Mistake::ExcludedPair => outpatient && wrong_diagnosis(mistake, encounter)?,
        Mistake::PointerOutOfRange => {
            let beyond = u8::try_from(encounter.diagnoses.len() + 1).unwrap_or(u8::MAX);
            outpatient && beyond <= 12 && first_service(encounter, |service| service.pointers[0] = beyond)
        }
        Mistake::MissingReferring => {
            let wanted = profile.referring.as_ref().is_some_and(|policy| {
                let taxonomy = Specialty::ALL.iter().find(|one| one.as_str() == encounter.specialty);
                let taxonomy = taxonomy.map_or("", |specialty| specialty.taxonomy());
                policy.taxonomies.iter().any(|wanted| wanted.as_str() == taxonomy)
                    || encounter.services.iter().any(|service| policy.wants_procedure(service.procedure))
            });
            wanted && encounter.referring_npi.take().is_some()
        }
        Mistake::TelehealthWithoutModifier => {
            let wanted = profile.telehealth.as_ref().is_some_and(|policy| policy.place_requires_modifier);
            let telehealth = encounter.specialty == Specialty::Telehealth.as_str();
            let none = modifiers_of(&[])?;
            wanted && telehealth && first_service(encounter, |service| service.modifiers = none)
        }
        // The digit is changed in the written row: the type cannot hold it.
        Mistake::MistypedNpi => outpatient && encounter.rendering_npi.is_some(),
        Mistake::ForeignNpi if outpatient => {
            encounter.rendering_npi = Some(shape("NPI", Npi::from_first_nine("199999977"))?);
            true
        }
        Mistake::ForeignNpi => false,
        Mistake::DuplicateLine => {
            let copy = encounter.services.first().cloned().filter(|_| outpatient);
            let there = copy.is_some();
            encounter.services.extend(copy);
            there
        }
        Mistake::ZeroCharge => outpatient && first_service(encounter, |service| service.charge = Some(Cents::ZERO)),
        Mistake::ZeroUnits => outpatient && first_service(encounter, |service| service.units = Quantity::whole(0)),
        Mistake::FiledLate => move_back(encounter, profile)?,
        Mistake::FutureDate => outpatient && shift(encounter, 366)?,
        Mistake::MissingAuthorization => {
            let there = !encounter.prior_authorization.is_empty();
            encounter.prior_authorization = Text::default();
            there
        }
        Mistake::MissingMemberNumber => {
            let there = !encounter.patient.member_id.expose().is_empty();
            *encounter.patient.member_id.expose_mut() = Text::default();
            there
        }
    })
}

fn wrong_diagnosis(mistake: Mistake, encounter: &mut Encounter) -> Result<bool, SimError> {
    let code = |text: &str| shape("diagnosis", Icd10::parse(text));
    let has = |encounter: &Encounter, text: &str| encounter.diagnoses.iter().any(|one| one.as_str() == text);
    match mistake {
        Mistake::ExpiredCode => {
            if has(encounter, "R42") {
                return Ok(false);
            }
            // Deleted on 2019-09-30.
            encounter.diagnoses.push(code("H8143")?);
            Ok(true)
        }
        Mistake::SupersededCode => {
            for diagnosis in &mut encounter.diagnoses {
                if let Some((_, old)) = SUPERSEDED.iter().find(|(now, _)| *now == diagnosis.as_str()) {
                    *diagnosis = code(old)?;
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Mistake::HeaderCode => match encounter.diagnoses.first_mut() {
            Some(first) if 3 < first.as_str().len() => {
                *first = code(&first.as_str()[..3])?;
                Ok(true)
            }
            _ => Ok(false),
        },
        Mistake::SexConflict => {
            let wrong = match encounter.patient.sex.expose() {
                Some(Sex::Female) => "N400",
                Some(Sex::Male) => "N951",
                _ => return Ok(false),
            };
            encounter.diagnoses.push(code(wrong)?);
            Ok(true)
        }
        // Type 2 diabetes excludes type 1.
        Mistake::ExcludedPair if encounter.diagnoses.iter().any(|one| one.as_str().starts_with("E11")) => {
            encounter.diagnoses.push(code("E109")?);
            Ok(true)
        }
        _ => Ok(false),
    }
}

fn first_service(encounter: &mut Encounter, change: impl FnOnce(&mut cleanclaim_model::EncounterService)) -> bool {
    match encounter.services.first_mut() {
        Some(service) => {
            change(service);
            true
        }
        None => false,
    }
}

/// So far back that it is late even for a claim filed on the first day of the world's six months.
fn move_back(encounter: &mut Encounter, profile: &PayerProfile) -> Result<bool, SimError> {
    let Some(limit_days) = profile.timely_filing_days.filter(|_| encounter.stay.is_none()) else {
        return Ok(false);
    };
    shift(encounter, -(i64::from(limit_days) + super::PERIOD_DAYS + 20))
}

fn shift(encounter: &mut Encounter, days: i64) -> Result<bool, SimError> {
    encounter.from = encounter.from.checked_add(days.days())?;
    encounter.thru = encounter.thru.checked_add(days.days())?;
    for service in &mut encounter.services {
        service.date = service.date.checked_add(days.days())?;
    }
    Ok(true)
}
