//! Patients with a member number and conditions that stay with them.

use cleanclaim_model::{Address, Date, Person, PersonName, Phi, Sex, Text};
use jiff::ToSpan as _;

use super::content::{Condition, Content, Course, List};
use super::names;
use crate::dice::{Dice, Stream};
use crate::error::SimError;

/// A patient of the practice.
#[derive(Debug, Clone)]
pub(crate) struct Patient {
    /// The record system's number.
    pub number: Text,
    pub person: Person,
    pub birth_date: Date,
    pub sex: Sex,
    /// Index of the payer in the world.
    pub payer: usize,
    pub group_number: Text,
    /// Positions in the family list of conditions.
    pub chronic: Vec<usize>,
    /// Positions in the cardiology list; empty for who needs no cardiologist.
    pub cardiac: Vec<usize>,
    /// Position of the cancer regimen.
    pub regimen: Option<usize>,
    /// What happened before, filled as the encounters are made in the order of their days.
    pub past: Past,
}

/// What a patient has been through in this world.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    pub last_seen: Option<Date>,
    pub cycles: u32,
    pub operations: Vec<usize>,
    pub stays: Vec<usize>,
    pub visits: u32,
}

impl Patient {
    /// Completed years on a day.
    pub(crate) fn age_on(&self, day: Date) -> u32 {
        let years = i32::from(day.year()) - i32::from(self.birth_date.year());
        let before_birthday = (day.month(), day.day()) < (self.birth_date.month(), self.birth_date.day());
        u32::try_from(years - i32::from(before_birthday)).unwrap_or(0)
    }

    /// Whether somebody of these ages and this sex could be this patient.
    pub(crate) fn fits(&self, ages: [u32; 2], sex: Option<&str>, day: Date) -> bool {
        (ages[0]..=ages[1]).contains(&self.age_on(day)) && sex.is_none_or(|sex| sex == self.sex.as_str())
    }
}

/// Where payers stand in the world's list.
pub(crate) const MEDICARE: usize = 0;
pub(crate) const COMMERCIAL: usize = 1;
pub(crate) const MEDICAID: usize = 2;

/// Makes patient `index` of a world.
pub(crate) fn patient(seed: u64, index: usize, today: Date, content: &Content) -> Result<Patient, SimError> {
    let mut dice = Dice::new(seed, Stream::Patient, index as u64);
    let sex = if dice.chance_e4(5_300) { Sex::Female } else { Sex::Male };
    let ages = dice.weighted(&[(9, (2, 17)), (26, (18, 44)), (30, (45, 64)), (35, (65, 91))]).copied();
    let (youngest, oldest) = ages.unwrap_or((40, 60));
    let age = dice.between(youngest, oldest);
    let birth_date = today.checked_sub((i64::from(age) * 365 + i64::from(dice.between(10, 350))).days())?;
    let payer = payer_for(age, &mut dice);
    let name = PersonName {
        last: dice.pick(names::FAMILIES).copied().unwrap_or_default().into(),
        first: dice
            .pick(if sex == Sex::Female { names::WOMEN } else { names::MEN })
            .copied()
            .unwrap_or_default()
            .into(),
        middle: if dice.chance_e4(6_000) {
            (*dice.pick(names::INITIALS).unwrap_or(&"")).into()
        } else {
            Text::default()
        },
        ..PersonName::default()
    };
    let member_id = member_number(payer, &mut dice);
    let (city, state, zip) = dice.pick(names::TOWNS).copied().unwrap_or_default();
    let address = Address {
        line1: format!("{} {}", dice.between(11, 989), dice.pick(names::STREETS).unwrap_or(&"")).into(),
        city: city.into(),
        state: state.into(),
        zip: format!("{zip}{}", dice.between(1_000, 9_999)).into(),
        ..Address::default()
    };
    let group_number = match payer {
        COMMERCIAL => format!("ZZG{:04}", 100 + dice.below(40)).into(),
        _ => Text::default(),
    };
    let mut patient = Patient {
        number: format!("P{:05}", index + 1).into(),
        person: Person {
            member_id: Phi::new(member_id),
            name: Phi::new(name),
            birth_date: Phi::new(Some(birth_date)),
            sex: Phi::new(Some(sex)),
            address: Phi::new(address),
        },
        birth_date,
        sex,
        payer,
        group_number,
        chronic: Vec::new(),
        cardiac: Vec::new(),
        regimen: None,
        past: Past::default(),
    };
    conditions(&mut patient, today, content, &mut dice);
    Ok(patient)
}

fn payer_for(age: u32, dice: &mut Dice) -> usize {
    let weights: &[(u32, usize)] = match age {
        0..=17 => &[(52, COMMERCIAL), (48, MEDICAID)],
        18..=64 => &[(62, COMMERCIAL), (33, MEDICAID), (5, MEDICARE)],
        _ => &[(88, MEDICARE), (12, COMMERCIAL)],
    };
    dice.weighted(weights).copied().unwrap_or(COMMERCIAL)
}

/// Numbers that no payer gives out: a Medicare number never begins with 0, and ZZ stands where others have a plan's letters.
fn member_number(payer: usize, dice: &mut Dice) -> Text {
    match payer {
        MEDICARE => format!("000{}", dice.digits(8)),
        COMMERCIAL => format!("ZZH{}", dice.digits(9)),
        _ => format!("ZZ{}K", dice.digits(8)),
    }
    .into()
}

fn conditions(patient: &mut Patient, today: Date, content: &Content, dice: &mut Dice) {
    let age = patient.age_on(today);
    let mut taken: Vec<&str> = Vec::new();
    if 40 <= age && dice.chance_e4(3_500) {
        let wanted = dice.between(1, 3) as usize;
        patient.cardiac = choose(patient, content.conditions(List::Cardiology), wanted, today, &mut taken, dice);
    }
    let wanted = match age {
        0..=17 => dice.below(2),
        18..=44 => dice.below(3),
        45..=64 => dice.between(1, 3),
        _ => dice.between(2, 4),
    };
    patient.chronic = choose(patient, content.conditions(List::Family), wanted as usize, today, &mut taken, dice);
    let cancers: Vec<usize> = (0..content.regimens.len())
        .filter(|index| {
            let regimen = &content.regimens[*index];
            patient.fits(regimen.ages, regimen.sex.as_deref(), today)
        })
        .collect();
    if dice.chance_e4(900) {
        patient.regimen = dice.pick(&cancers).copied();
    }
}

/// Up to `wanted` chronic conditions that fit the patient and share no group.
fn choose<'a>(
    patient: &Patient,
    list: &'a [Condition],
    wanted: usize,
    today: Date,
    taken: &mut Vec<&'a str>,
    dice: &mut Dice,
) -> Vec<usize> {
    let mut chosen = Vec::new();
    let start = dice.index(list.len());
    // A stride without a common factor with any list length used here visits every condition in a mixed order.
    for step in 0..list.len() {
        let index = (start + step * 7) % list.len();
        let condition = &list[index];
        let conflicts = condition.groups.iter().any(|group| taken.contains(&group.as_str()));
        let fits = patient.fits(condition.ages, condition.sex.as_deref(), today);
        if chosen.len() < wanted
            && condition.course == Course::Chronic
            && fits
            && !conflicts
            && !chosen.contains(&index)
        {
            taken.extend(condition.groups.iter().map(String::as_str));
            chosen.push(index);
        }
    }
    chosen
}
