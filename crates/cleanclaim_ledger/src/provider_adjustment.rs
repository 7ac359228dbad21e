//! PLB: money of a remittance that belongs to none of its claims. Each reason has an account of its own.

use cleanclaim_model::ProviderAdjustment;

use crate::entry::merge;
use crate::{Account, AccountKind, Posting};

/// Which account of the chart a PLB reason belongs to; the reason itself is the account's key.
///
/// Source: ASC X12N/005010X221A1, segment PLB, element 03-1.
#[must_use]
pub fn provider_adjustment_account(reason: &str) -> AccountKind {
    match reason {
        "FB" => AccountKind::ForwardingBalance,
        "WO" | "WU" | "72" | "OB" | "B3" => AccountKind::Recoupment,
        "L6" | "51" => AccountKind::Interest,
        "CT" | "CV" | "CW" | "DM" | "GO" | "HM" | "OA" | "PI" | "PL" | "IS" | "IP" | "BN" | "RE" | "LS" | "AP" => {
            AccountKind::Capitation
        }
        "E3" | "IR" | "LE" | "SL" => AccountKind::Withholding,
        _ => AccountKind::ProviderAdjustment,
    }
}

/// Posts one PLB adjustment. A positive amount lowers the payment: it debits the reason's account.
#[must_use]
pub fn post_provider_adjustment(adjustment: &ProviderAdjustment) -> Vec<Posting> {
    let account = Account::of(provider_adjustment_account(&adjustment.reason)).key(&adjustment.reason);
    merge(vec![
        Posting::new(account, adjustment.amount),
        Posting::new(Account::of(AccountKind::RemittanceClearing), -adjustment.amount),
    ])
}
