//! What a rule is, and how one is declared.

use std::borrow::Cow;

use cleanclaim_model::{AckCodes, Finding, FindingSink, Severity};

use crate::{Applies, Context, Needs, Resolved};

/// What a payer or clearinghouse answers when the defect gets through: which denial or rejection the rule prevents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prevents {
    /// A claim adjustment reason code of a remittance.
    Carc(&'static str),
    /// A remittance advice remark code.
    Rarc(&'static str),
    /// A category and status code of a 277 claim acknowledgement, such as `A7:255`.
    Status(&'static str),
}

impl core::fmt::Display for Prevents {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Carc(code) => write!(f, "CARC {code}"),
            Self::Rarc(code) => write!(f, "RARC {code}"),
            Self::Status(code) => write!(f, "277CA {code}"),
        }
    }
}

/// What is known of a rule before it runs.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RuleMeta {
    /// The rule's identity: kebab-case, states the defect, never reused.
    pub name: &'static str,
    /// A short stable code, `CC` and four digits.
    pub code: &'static str,
    /// How much its findings matter, unless the finding says less or the payer's profile says otherwise.
    pub severity: Severity,
    /// WEDI SNIP level 1 to 7.
    pub snip: u8,
    /// Publication, edition, section.
    pub source: &'static str,
    /// The version that brought it.
    pub since: &'static str,
    /// What it needs to be able to check.
    pub needs: Needs,
    /// Which claims it is about.
    pub applies: Applies,
    /// Which denials and rejections it prevents.
    pub prevents: &'static [Prevents],
    /// Its manual page, in Markdown: first what is wrong, then `## Why`, `## Flagged`, `## Clean`.
    pub doc: &'static str,
    /// Where it is declared; the family and the file name stand in it.
    pub(crate) module: &'static str,
}

impl RuleMeta {
    /// What the optional keys of `declare_rule!` are when they are not given.
    pub(crate) const BASE: Self = Self {
        name: "",
        code: "",
        severity: Severity::Error,
        snip: 0,
        source: "",
        since: "",
        needs: Needs::NONE,
        applies: Applies::ALWAYS,
        prevents: &[],
        doc: "",
        module: "",
    };

    /// The folder that the rule stands in, such as `diagnosis`.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.module.split("::").nth(2).unwrap_or_default()
    }

    /// The file that the rule stands in, without folder and ending.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.module.rsplit("::").next().unwrap_or_default()
    }

    /// A finding of this rule, with severity, SNIP level, source and what an acknowledgement would say.
    pub(crate) fn finding(&self, message: impl Into<Cow<'static, str>>) -> Finding {
        let finding = Finding::new(self.name, self.severity, message, self.source).snip(self.snip);
        let status = self.prevents.iter().find_map(|prevented| match prevented {
            Prevents::Status(code) => Some(*code),
            Prevents::Carc(_) | Prevents::Rarc(_) => None,
        });
        match status {
            Some(status) => finding.ack(AckCodes { stc: Some(Cow::Borrowed(status)), ..AckCodes::default() }),
            None => finding,
        }
    }
}

/// Implemented by `declare_rule!`: what the declaration says.
pub trait Declared {
    /// What is known of the rule before it runs.
    fn meta(&self) -> &'static RuleMeta;
}

/// One check of a claim. Pure: no clock, no I/O, no other rule's result; the order of rules does not matter.
pub trait Rule: Declared + Sync {
    /// Emits a finding for every place where the claim has the defect.
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink);
}

/// Declares a rule: its doc comment is the manual page and, through the examples in it, the test.
macro_rules! declare_rule {
    (
        $(#[doc = $doc:literal])+
        $name:literal $type:ident {
            code: $code:literal,
            severity: $severity:expr,
            snip: $snip:literal,
            source: $source:literal,
            since: $since:literal
            $(, $key:ident: $value:expr)* $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub(crate) struct $type;

        impl $type {
            const META: $crate::RuleMeta = $crate::RuleMeta {
                name: $name,
                code: $code,
                severity: $severity,
                snip: $snip,
                source: $source,
                since: $since,
                doc: concat!($($doc, "\n"),+),
                module: module_path!(),
                $($key: $value,)*
                ..$crate::RuleMeta::BASE
            };

            fn finding(message: impl Into<std::borrow::Cow<'static, str>>) -> cleanclaim_model::Finding {
                Self::META.finding(message)
            }
        }

        impl $crate::Declared for $type {
            fn meta(&self) -> &'static $crate::RuleMeta {
                &Self::META
            }
        }
    };
}
