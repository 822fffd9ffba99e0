//! Stars by stage and week: small bars to look at, and the same as a table.

use anjian_api::feedback::StageWeek;
use leptos::prelude::*;

use crate::app::App;
use crate::features::feedback::model::{StageRow, rows, weeks};
use crate::features::feedback::words;
use crate::i18n::{t, text, time};

/// Width of a week, and the height of five stars, in units of the picture.
const WEEK: f64 = 10.0;
const HEIGHT: f64 = 30.0;

/// The charts; nothing before there are stars.
#[component]
pub fn Charts(
    app: App,
    /// The sums.
    #[prop(into)]
    sums: Signal<Vec<StageWeek>>,
) -> impl IntoView {
    let i18n = app.i18n;
    move || {
        let sums = sums.get();
        let now = app.clock.minute();
        let begins = weeks(&sums, now)?;
        let all = rows(&sums, now);
        let table = StoredValue::new(all.clone());
        let row = move |row: StageRow| view! { <Row app row /> };
        let head = move || {
            let locale = i18n.locale();
            // The newest first: on a narrow screen the rest is scrolled to.
            begins
                .into_iter()
                .rev()
                .map(|week| view! { <th scope="col">{time::date_label(locale, week)}</th> })
                .collect_view()
        };
        let lines = move || {
            let line = |row: StageRow| {
                let cell = |(count, mean): (u32, f64)| {
                    let words = match count {
                        0 => "–".to_owned(),
                        _ => format!("{mean:.1} ({count})"),
                    };
                    view! { <td>{words}</td> }
                };
                view! {
                    <tr>
                        <th scope="row">{words::stage(i18n.locale(), row.stage)}</th>
                        {row.weeks.into_iter().rev().map(cell).collect_view()}
                    </tr>
                }
            };
            table.get_value().into_iter().map(line).collect_view()
        };
        Some(view! {
            <h2 class="weui-cells__title ui-cells-title">{t!(i18n, feedback.chart)}</h2>
            <div class="fb-block" data-testid="feedback-chart">
                {all.into_iter().map(row).collect_view()}
                <details class="fb-table">
                    <summary>{t!(i18n, feedback.chart_table)}</summary>
                    <div class="fb-table__scroll" tabindex="0" role="region"
                        aria-label=t!(i18n, feedback.chart_table)>
                        <table>
                            <thead>
                                <tr>
                                    <th scope="col">{t!(i18n, feedback.chart_stage)}</th>
                                    {head}
                                </tr>
                            </thead>
                            <tbody>{lines}</tbody>
                        </table>
                    </div>
                </details>
            </div>
        })
    }
}

#[component]
fn Row(app: App, row: StageRow) -> impl IntoView {
    let i18n = app.i18n;
    let (stage, count, mean) = (row.stage, row.count, row.mean);
    let bar = |(at, (count, mean)): (usize, (u32, f64))| {
        let height = if count == 0 { 0.6 } else { mean / 5.0 * HEIGHT };
        let x = f64::from(u32::try_from(at).unwrap_or_default()) * WEEK;
        view! {
            <rect
                class="fb-bar"
                x=format!("{x:.1}")
                y=format!("{:.1}", HEIGHT - height)
                width="7"
                height=format!("{height:.1}")
            />
        }
    };
    let words = move || match count {
        0 => text!(i18n.locale(), feedback.chart_none),
        _ => {
            let mean = format!("{mean:.1}");
            text!(
                i18n.locale(),
                feedback.chart_mean,
                mean = mean,
                count = count
            )
        }
    };
    view! {
        <div class="fb-row">
            <span class="fb-row__label">{move || words::stage(i18n.locale(), stage)}</span>
            <svg
                class="fb-row__bars"
                viewBox="0 0 120 30"
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                {row.weeks.into_iter().enumerate().map(bar).collect_view()}
            </svg>
            <span class="fb-row__value">{words}</span>
        </div>
    }
}
