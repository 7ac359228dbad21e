//! The five independent axes on which a claim stands. Each is a projection of events; none implies another.

macro_rules! axis {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the database, JSON and on pages.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Reads its name.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

axis! {
    /// Where a claim version stands in our own house.
    Work {
        /// Made from charges, not yet looked at.
        Draft = "draft",
        /// With a coder.
        Coding = "coding",
        /// Codes accepted.
        Coded = "coded",
        /// Findings wait for a person.
        Review = "review",
        /// May be submitted.
        Ready = "ready",
        /// Held by someone for a reason.
        Hold = "hold",
    }
}

axis! {
    /// How far a submission got. Acknowledgements are evidence, not steps: a later one implies the earlier.
    Transport {
        /// Not submitted.
        None = "none",
        /// In the outbox.
        Queued = "queued",
        /// Handed to the channel.
        Sent = "sent",
        /// TA1 came.
        Received = "received",
        /// 999 accepted it.
        SyntaxAccepted = "syntax-accepted",
        /// 999 accepted it and named errors.
        SyntaxAcceptedWithErrors = "syntax-accepted-with-errors",
        /// The clearinghouse took it.
        ClearinghouseAccepted = "clearinghouse-accepted",
        /// The payer took it.
        PayerAccepted = "payer-accepted",
        /// TA1 or 999 refused it: it never entered adjudication.
        SyntaxRejected = "syntax-rejected",
        /// The clearinghouse refused it.
        ClearinghouseRejected = "clearinghouse-rejected",
        /// The payer's front door refused it.
        PayerRejected = "payer-rejected",
        /// Nobody knows whether it left: never resent by itself.
        InDoubt = "in-doubt",
    }
}

impl Transport {
    /// Whether it ended before adjudication: mend and resend as original.
    #[must_use]
    pub const fn is_rejected(self) -> bool {
        matches!(self, Self::SyntaxRejected | Self::ClearinghouseRejected | Self::PayerRejected)
    }
}

axis! {
    /// What a payer decided.
    Adjudication {
        /// Nothing yet.
        None = "none",
        /// The payer says that it works on it.
        Pending = "pending",
        /// The payer waits for something of ours.
        InformationRequested = "information-requested",
        /// Every line paid or settled as agreed.
        Paid = "paid",
        /// Some lines denied.
        PartlyPaid = "partly-paid",
        /// Every line denied.
        Denied = "denied",
        /// Came back without appeal rights: a new claim is due.
        Unprocessable = "unprocessable",
        /// Handed to the next payer.
        Forwarded = "forwarded",
        /// Pricing only.
        Predetermined = "predetermined",
        /// Taken back; what replaces it follows.
        Reversed = "reversed",
    }
}

axis! {
    /// What a responsible party still owes.
    Balance {
        /// Something is open.
        Open = "open",
        /// Nothing is open.
        Settled = "settled",
        /// We owe.
        Credit = "credit",
        /// Given up with a reason.
        WrittenOff = "written-off",
        /// Given to collections.
        Collections = "collections",
    }
}

axis! {
    /// Whether we dispute a payer's decision.
    Dispute {
        /// No.
        None = "none",
        /// An appeal is under way.
        Appealed = "appealed",
        /// Won.
        Overturned = "overturned",
        /// Lost.
        Upheld = "upheld",
    }
}
