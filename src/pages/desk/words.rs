//! The words of tables and pictures, and of reasons, out of the built-in ones.

use lang_nghe_report::{PictureWords, Words};

use super::Desk;
use crate::pages::around::Tongue;
use crate::text::Text;

/// Fills words from the keys of the same name: a field without a key does not compile.
macro_rules! words {
    ($kind:ident, $tongue:ident: $($field:ident = $key:ident,)* $(; $other:ident: $more:expr)?) => {
        $kind { $($field: $tongue.say(Text::$key).to_owned(),)* $($other: $more,)? }
    };
}

/// The words of a report.
pub(in crate::pages) fn report(tongue: Tongue) -> Words {
    words! { Words, tongue:
        decimal = ReportDecimal,
        thousands = ReportThousands,
        percent = ReportPercent,
        date = ReportDate,
        range = ReportRange,
        count = ReportCount,
        top_box = ReportTopBox,
        top_box_note = ReportTopBoxNote,
        mean_of_max = ReportMeanOfMax,
        mean_of_max_note = ReportMeanOfMaxNote,
        rescaled = ReportRescaled,
        rescaled_note = ReportRescaledNote,
        interval_note = ReportIntervalNote,
        factors_caption = ReportFactorsCaption,
        items_caption = ReportItemsCaption,
        choices_caption = ReportChoicesCaption,
        modes_caption = ReportModesCaption,
        points_caption = ReportPointsCaption,
        procedures_caption = ReportProceduresCaption,
        numbers_caption = ReportNumbersCaption,
        quality_caption = ReportQualityCaption,
        mean = ReportMean,
        item_unit = ReportItemUnit,
        noticed = ReportNoticed,
        quality_clear = ReportQualityClear,
        quality_straight = ReportQualityStraight,
        quality_fast = ReportQualityFast,
        quality_burst = ReportQualityBurst,
        quality_repeated = ReportQualityRepeated,
        quality_identical = ReportQualityIdentical,
        quality_several = ReportQualitySeveral,
        quality_other = ReportQualityOther,
        quality_unknown = ReportQualityUnknown,
        quality_all = ReportQualityAll,
        quality_note = ReportQualityNote,
        point_effect = ReportPointEffect,
        several_note = ReportSeveralNote,
        blocks_note = ReportBlocksNote,
        factor = ReportFactor,
        item = ReportItem,
        option = ReportOption,
        mode = ReportMode,
        point = ReportPoint,
        procedure = ReportProcedure,
        people = ReportPeople,
        valid = ReportValid,
        not_applicable = ReportNotApplicable,
        unanswered = ReportUnanswered,
        forms = ReportForms,
        share = ReportShare,
        as_of = ReportAsOf,
        total = ReportTotal,
        unstated = ReportUnstated,
        rest = ReportRest,
        mode_self = ReportModeSelf,
        mode_assisted = ReportModeAssisted,
        mode_paper = ReportModePaper,
        small_sample = ReportSmallSample,
        not_released = ReportNotReleased,
        no_answer = ReportNoAnswer,
        one_answer = ReportOneAnswer,
        all_equal = ReportAllEqual,
        expired = ReportExpired,
        replaced = ReportReplaced,
        newer = ReportNewer,
        band = ReportBand,
        not_defined = ReportNotDefined,
        basis = ReportBasis,
        basis_none = ReportBasisNone,
        chart_title = ReportChartTitle,
        chart_intro = ReportChartIntro,
        chart_row = ReportChartRow,
        chart_row_bare = ReportChartRowBare,
        chart_row_none = ReportChartRowNone,
        ; pictures: pictures(tongue)
    }
}

fn pictures(tongue: Tongue) -> PictureWords {
    words! { PictureWords, tongue:
        radar_title = ReportPicturesRadarTitle,
        radar_intro = ReportPicturesRadarIntro,
        panels_title = ReportPicturesPanelsTitle,
        panels_intro = ReportPicturesPanelsIntro,
        panels_total = ReportPicturesPanelsTotal,
        panel = ReportPicturesPanel,
        trend_title = ReportPicturesTrendTitle,
        trend_intro = ReportPicturesTrendIntro,
        trend_period = ReportPicturesTrendPeriod,
        trend_break = ReportPicturesTrendBreak,
        trend_break_spoken = ReportPicturesTrendBreakSpoken,
        trend_cut = ReportPicturesTrendCut,
        difference_title = ReportPicturesDifferenceTitle,
        difference_intro = ReportPicturesDifferenceIntro,
        difference_of = ReportPicturesDifferenceOf,
        difference = ReportPicturesDifference,
        verdict = ReportPicturesVerdict,
        difference_range = ReportPicturesDifferenceRange,
        difference_count = ReportPicturesDifferenceCount,
        difference_row = ReportPicturesDifferenceRow,
        no_interval = ReportPicturesNoInterval,
        verdict_different = ReportPicturesVerdictDifferent,
        verdict_not_enough = ReportPicturesVerdictNotEnough,
        lower = ReportPicturesLower,
        higher = ReportPicturesHigher,
    }
}

/// Why the hub refused a form, in words; a newer hub's reason stands as it is.
pub(super) fn reason(desk: Desk, reason: &str) -> String {
    let key = match reason {
        "malformed-envelope" => Text::HubReasonsMalformedEnvelope,
        "unknown-campaign" => Text::HubReasonsUnknownCampaign,
        "cannot-open" => Text::HubReasonsCannotOpen,
        "malformed-record" => Text::HubReasonsMalformedRecord,
        "mislabelled" => Text::HubReasonsMislabelled,
        "unknown-instrument" => Text::HubReasonsUnknownInstrument,
        "unknown-item" => Text::HubReasonsUnknownItem,
        "unknown-option" => Text::HubReasonsUnknownOption,
        "unfit-answer" => Text::HubReasonsUnfitAnswer,
        "unknown-blocks" => Text::HubReasonsUnknownBlocks,
        "too-long" => Text::HubReasonsTooLong,
        "unknown-lesson" => Text::HubReasonsUnknownLesson,
        "unknown-place" => Text::HubReasonsUnknownPlace,
        "impossible-counts" => Text::HubReasonsImpossibleCounts,
        "other-content" => Text::HubReasonsOtherContent,
        other => return desk.fill(Text::DeviceRefusedOther, &[("reason", other)]),
    };
    desk.say(key).to_owned()
}
