/** The verifier's page: reads what a person trusts and drops, shows each step with its bytes. */
import { hex, refuse, sha256, utf8 } from './bytes.js';
import { fetchBundle, fetchRecord, fetchTile } from './gateway.js';
import { seenIn } from './seen.js';
import { verifyBundle, verifyRecord } from './steps.js';
import { readTrust, writeTrust } from './trust.js';

const SIGNS = { holds: '\u2713', refused: '\u2717', 'not checked': '\u25cb', 'not reached': '\u00b7' };
const SHOWN_BYTES_MAX = 40000;

function element(name, classes, text) {
    const made = document.createElement(name);
    made.className = classes;
    made.textContent = text;
    return made;
}

function start(root) {
    const find = (name) => root.querySelector(`[data-verify="${name}"]`);
    const seen = seenIn(storage());
    const hasGateway = root.dataset.gateway === 'here';
    const trust = find('trust');
    trust.value = trust.value || seen.trust();
    root.classList.add('works');
    if (!globalThis.isSecureContext || globalThis.crypto?.subtle === undefined) {
        tell(find('verdict'), false, 'This page cannot verify here', find('insecure').textContent);
        return;
    }
    find('publish')?.addEventListener('click', () => {
        trust.value = trust.dataset.published;
        trust.focus();
    });
    find('forget')?.addEventListener('click', () => {
        seen.forget();
        trust.value = '';
    });
    root.querySelector('form').addEventListener('submit', (event) => {
        event.preventDefault();
        verify(root, find, seen, hasGateway);
    });
    dropped(find('drop'), find('file'), () => verify(root, find, seen, hasGateway));
    ownHash(document.querySelector('#self'));
    if (root.dataset.start === 'yes' && trust.value !== '') {
        verify(root, find, seen, hasGateway);
    }
}

function storage() {
    try {
        return globalThis.localStorage;
    } catch {
        return null;
    }
}

function dropped(zone, input, then) {
    input.addEventListener('change', then);
    for (const kind of ['dragenter', 'dragover']) {
        zone.addEventListener(kind, (event) => {
            event.preventDefault();
            zone.classList.add('over');
        });
    }
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', (event) => {
        event.preventDefault();
        zone.classList.remove('over');
        input.files = event.dataTransfer.files;
        then();
    });
}

async function verify(root, find, seen, hasGateway) {
    const steps = find('steps');
    steps.replaceChildren();
    root.dataset.done = '';
    tell(find('verdict'), null, 'Verifying', '');
    const world = { seen, now: () => new Date(), fetchTile: hasGateway ? fetchTile : null };
    let verdict;
    try {
        const trust = await readTrust(find('trust').value);
        seen.keepTrust(writeTrust(trust));
        const show = (step) => steps.append(stepItem(step));
        verdict = await judged(find, trust, world, show);
        conclude(find('verdict'), verdict);
    } catch (fault) {
        tell(find('verdict'), false, 'Nothing was verified', fault.message);
    }
    root.dataset.done = verdict === undefined ? 'failed' : verdict.genuine ? 'genuine' : 'refused';
}

async function judged(find, trust, world, show) {
    const files = [...find('file').files];
    if (files.length > 0) {
        return judgedFiles(files, trust, world, show);
    }
    const record = find('record')?.value.trim() ?? '';
    if (record !== '') {
        const { jws, proof } = await fetchRecord(record);
        return verifyRecord(jws, proof, trust, world, show);
    }
    const [type, id] = [find('type')?.value.trim() ?? '', find('id')?.value.trim() ?? ''];
    if (type !== '' && id !== '') {
        return verifyBundle(await fetchBundle(type, id), trust, world, show);
    }
    return refuse('choose a bundle file, or a record.jws together with its record.tlog-proof');
}

async function judgedFiles(files, trust, world, show) {
    const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());
    const jws = files.find((file) => file.name.endsWith('.jws'));
    const proof = files.find((file) => file.name.endsWith('.tlog-proof'));
    if (jws !== undefined && proof !== undefined) {
        return verifyRecord(await bytesOf(jws), await bytesOf(proof), trust, world, show);
    }
    if (files.length !== 1 || jws !== undefined || proof !== undefined) {
        refuse('choose one bundle file, or a record.jws together with its record.tlog-proof');
    }
    return verifyBundle(await bytesOf(files[0]), trust, world, show);
}

function conclude(verdict, { genuine, refused, records, steps, size }) {
    if (!genuine) {
        tell(verdict, false, `REFUSED at step ${refused.number}: ${refused.title}`, refused.detail);
        return;
    }
    const open = steps.filter((step) => step.state === 'not checked').length;
    const what = records.length === 1 ? 'this record' : `these ${records.length} records`;
    const rest = open === 0 ? '' : ` ${open} ${open === 1 ? 'step was' : 'steps were'} not checked; they say why.`;
    tell(
        verdict,
        true,
        `GENUINE: ${what} unaltered, and in the log of ${size} entries`,
        `Proved in this browser at ${new Date().toISOString()} by its clock.${rest}`,
    );
}

function tell(place, isGood, title, detail) {
    place.className = isGood === null ? 'verdict' : `verdict ${isGood ? 'verdict-good' : 'verdict-bad'}`;
    place.replaceChildren(element('strong', 'verdict-title', title), element('span', 'verdict-detail', detail));
}

function stepItem(step) {
    const item = element('li', `vstep vstep-${step.state.replace(' ', '-')}`, '');
    item.dataset.step = step.name;
    item.dataset.state = step.state;
    const head = element('p', 'vstep-head', '');
    head.append(
        element('span', 'vstep-sign', SIGNS[step.state]),
        element('span', 'vstep-title', `${step.number} ${step.title}`),
        element('span', 'vstep-state', step.state),
    );
    item.append(head);
    if (step.detail !== '') {
        item.append(element('p', 'vstep-detail', step.detail));
    }
    for (const [label, text] of step.bytes) {
        const bytes = element('details', 'vstep-bytes', '');
        bytes.append(element('summary', '', label));
        const shown = text.length > SHOWN_BYTES_MAX ? `${text.slice(0, SHOWN_BYTES_MAX)}\n\u2026 cut here` : text;
        const block = element('pre', 'wrap', shown);
        block.tabIndex = 0;
        bytes.append(block);
        item.append(bytes);
    }
    return item;
}

/** In the file that works from disk: the hash of the very script that runs, which the file's own policy names. */
async function ownHash(place) {
    const script = document.querySelector('script[data-self]');
    if (place !== null && script !== null) {
        place.textContent = hex(await sha256(utf8(script.textContent)));
    }
}

const verifier = document.querySelector('[data-verifier]');
if (verifier !== null) {
    start(verifier);
}
