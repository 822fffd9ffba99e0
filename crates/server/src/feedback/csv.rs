//! A court's feedback as a table for spreadsheets (RFC 4180), without names.

use anjian_api::feedback::{Feedback, FeedbackPage, FeedbackStage, FeedbackStatus, StageWeek};
use anjian_api::ids::Moment;
use anjian_domain::court_time::{court_time, week_of};

/// The language of the heads and of the fixed words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 中文
    Chinese,
    /// English.
    English,
}

/// The stars by week and stage, as the charts show them.
#[must_use]
pub fn week_table(all: &[StageWeek], language: Language) -> String {
    let mut table = String::from("\u{feff}");
    let pick = |(chinese, english): (&'static str, &'static str)| match language {
        Language::Chinese => chinese,
        Language::English => english,
    };
    let head = [
        ("周（周一）", "Week (Monday)"),
        ("环节", "Stage"),
        ("人次", "Given"),
        ("平均星数", "Mean stars"),
    ];
    line(
        &mut table,
        head.map(|name| pick(name).to_owned()).into_iter(),
    );
    for one in all {
        let mean = f64::from(one.stars) / f64::from(one.count.max(1));
        let cells = [
            day(one.week),
            pick(stage_name(one.stage)).to_owned(),
            one.count.to_string(),
            format!("{mean:.2}"),
        ];
        line(&mut table, cells.into_iter());
    }
    table
}

/// The table. It begins with the mark by which spreadsheets know UTF-8.
#[must_use]
pub fn table(all: &[Feedback], language: Language) -> String {
    let mut table = String::from("\u{feff}");
    let pick = |(chinese, english): (&'static str, &'static str)| match language {
        Language::Chinese => chinese,
        Language::English => english,
    };
    let mut head = vec![
        pick(("时间", "Time")),
        pick(("周（周一）", "Week (Monday)")),
        pick(("页面", "Page")),
        pick(("状态", "Status")),
    ];
    head.extend(FeedbackStage::ALL.map(|stage| pick(stage_name(stage))));
    head.extend(
        [
            ("意见", "Words"),
            ("答复", "Answer"),
            ("是否有帮助", "Helped"),
            ("图片", "Pictures"),
            ("设备与网络", "Device and network"),
        ]
        .map(pick),
    );
    line(&mut table, head.into_iter().map(str::to_owned));
    for one in all {
        let given = &one.given;
        let stars = FeedbackStage::ALL.map(|stage| {
            let found = given.stars.iter().find(|stars| stars.stage == stage);
            found.map_or_else(String::new, |found| found.stars.to_string())
        });
        let helped = match one.helped {
            Some(true) => pick(("是", "yes")),
            Some(false) => pick(("否", "no")),
            None => "",
        };
        let answer = one.answer.as_ref().map(|answer| answer.words.clone());
        let mut cells = vec![
            time(one.at),
            day(week_of(one.at)),
            pick(page_name(given.page)).to_owned(),
            pick(status_name(one.status)).to_owned(),
        ];
        cells.extend(stars);
        cells.extend([
            given.words.clone(),
            answer.unwrap_or_default(),
            helped.to_owned(),
            given.pictures.to_string(),
            given.device.clone().unwrap_or_default(),
        ]);
        line(&mut table, cells.into_iter());
    }
    table
}

fn line(table: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    table.push_str(&cells.join(","));
    table.push_str("\r\n");
}

/// What begins a formula; spreadsheets set up for Chinese take the wide signs too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// One cell. What a spreadsheet would run as a formula begins with an apostrophe instead (OWASP,
/// CSV injection): people write these words, and the court's clerks open them.
fn quoted(cell: &str) -> String {
    let runs = cell.trim_start().starts_with(FORMULA) || cell.starts_with(['\t', '\r', '\n']);
    let guard = if runs { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

fn time(at: Moment) -> String {
    let time = court_time(at);
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}",
        time.year, time.month, time.day, time.hour, time.minute
    )
}

fn day(at: Moment) -> String {
    let time = court_time(at);
    format!("{:04}-{:02}-{:02}", time.year, time.month, time.day)
}

const fn stage_name(stage: FeedbackStage) -> (&'static str, &'static str) {
    match stage {
        FeedbackStage::GettingIn => ("登录与进入", "Getting in"),
        FeedbackStage::Reading => ("阅读", "Reading"),
        FeedbackStage::Talking => ("发言与沟通", "Talking"),
        FeedbackStage::Evidence => ("举证质证", "Evidence"),
        FeedbackStage::Signing => ("文书与签名", "Documents and signing"),
        FeedbackStage::Service => ("法院服务", "The court's service"),
    }
}

const fn page_name(page: FeedbackPage) -> (&'static str, &'static str) {
    match page {
        FeedbackPage::Cases => ("案件列表", "Cases"),
        FeedbackPage::Case => ("案件空间", "Case space"),
        FeedbackPage::Details => ("案件详情", "Case details"),
        FeedbackPage::Evidence => ("证据", "Evidence"),
        FeedbackPage::Viewer => ("文件查看", "Viewer"),
        FeedbackPage::Documents => ("文书", "Documents"),
        FeedbackPage::Services => ("服务", "Services"),
        FeedbackPage::Me => ("我的", "Me"),
        FeedbackPage::Help => ("帮助", "Help"),
    }
}

const fn status_name(status: FeedbackStatus) -> (&'static str, &'static str) {
    match status {
        FeedbackStatus::New => ("新收到", "New"),
        FeedbackStatus::Seen => ("已阅", "Seen"),
        FeedbackStatus::InWork => ("处理中", "In work"),
        FeedbackStatus::Done => ("已处理", "Done"),
        FeedbackStatus::NotHelped => ("仍未解决", "Did not help"),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_that_a_spreadsheet_would_run_stay_words() {
        for (cell, safe) in [
            (
                "=HYPERLINK(\"http://x\")",
                "\"'=HYPERLINK(\"\"http://x\"\")\"",
            ),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            (" =1+1", "\"' =1+1\""),
            ("＝1+1", "\"'＝1+1\""),
            ("＋1", "\"'＋1\""),
            ("\t=1", "\"'\t=1\""),
            ("很好，谢谢", "\"很好，谢谢\""),
            ("a,\nb", "\"a,\nb\""),
        ] {
            assert_eq!(quoted(cell), safe);
        }
    }
}
