package dev.flexgate.console;

import java.util.List;
import java.util.Objects;

/**
 * Walks the figures of the page that is open: each needs its unit (beside it or over its column) and a mark of quality
 * and method (in its row, card or section, or in the head of the page). Plain counts are marked so, {@code count}.
 */
final class Figures {

    private static final String WALK = """
            const done = arguments[arguments.length - 1];
            const unit = /(kW|MW|Wh|CO₂|%|[£€$]|GBP|EUR|p\\/kWh|\\bh\\b|\\bmin\\b)/;
            const told = (node) => (node.querySelector('.unit') !== null || unit.test(node.textContent));
            const head = (figure) => {
              const cell = figure.closest('td');
              const table = figure.closest('table');
              return cell && table && table.tHead ? table.tHead.rows[0].cells[cell.cellIndex] ?? null : null;
            };
            const over = (figure) => [
              figure.closest('td, dd, li, p, h1, .cell'), head(figure), figure.closest('tr')?.querySelector('th'),
              figure.closest('table')?.caption, figure.closest('figure')?.querySelector('figcaption'),
              figure.closest('section')?.querySelector('h2')];
            const hasUnit = (figure) => over(figure).some((place) => place && told(place));
            const hasMark = (figure) => {
              for (let place = figure; place !== null && place.tagName !== 'BODY'; place = place.parentElement) {
                if (place.matches('tr, dl, figure, section, article, form, header, main') && place.querySelector('.chip') !== null) {
                  return place.tagName !== 'MAIN' || place.querySelector(':scope > header .chip') !== null;
                }
              }
              return false;
            };
            const about = (figure) => (figure.closest('section, article, table')?.querySelector('h2, caption')?.textContent ?? '')
                .trim().slice(0, 40) + ' / ' + figure.textContent.trim().replace(/\\s+/g, ' ').slice(0, 40);
            done([...document.querySelectorAll('main .figure, main td.num, main .card-number')]
                .filter((figure) => /^[\\s≈±+−£$€-]*\\d/.test(figure.textContent))
                .filter((figure) => figure.closest('.count') === null && figure.querySelector('.count') === null)
                .flatMap((figure) => [
                  ...(hasUnit(figure) ? [] : ['no unit: ' + about(figure)]),
                  ...(hasMark(figure) ? [] : ['no quality and method: ' + about(figure)])]));
            """;

    private Figures() {}

    /** What is wrong, a line each. */
    static List<String> bare(Browser browser) {
        return ((List<?>) Objects.requireNonNull(browser.await(WALK)))
                .stream().map(String::valueOf).distinct().toList();
    }
}
