/** Beside the form, live: what would become of the job. Without this the Estimate button does the same. */

const WAIT_MS = 350;
const form = document.querySelector('form[data-estimate]');
let timer = 0;
let asked = 0;

async function estimate() {
    const turn = ++asked;
    const fields = new URLSearchParams(new FormData(form));
    fields.delete('_csrf');
    fields.delete('act');
    const path = `/jobs/new?${fields}`;
    const answer = await fetch(path).catch(() => null);
    if (answer === null || turn !== asked) {
        return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('#estimate');
    if (fresh !== null && turn === asked) {
        document.querySelector('#estimate').replaceChildren(...fresh.childNodes);
        history.replaceState(null, '', path);
    }
}

form?.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(estimate, WAIT_MS);
});
