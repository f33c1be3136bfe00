/** Canonical JSON, RFC 8785: what a record says has one spelling, so equal words are equal bytes. */
import { refuse, textOf } from './bytes.js';

const DEPTH_MAX = 64;

/** The one spelling of a value. A lone surrogate has none. */
export function canonical(value, depth = 0) {
    if (depth > DEPTH_MAX) {
        refuse(`nested deeper than ${DEPTH_MAX}`);
    }
    if (typeof value === 'string') {
        return value.isWellFormed?.() === false ? refuse('a lone surrogate') : JSON.stringify(value);
    }
    if (Array.isArray(value)) {
        return `[${value.map((each) => canonical(each, depth + 1)).join(',')}]`;
    }
    if (value !== null && typeof value === 'object') {
        const members = Object.keys(value).sort();
        return `{${members.map((name) => `${canonical(name)}:${canonical(value[name], depth + 1)}`).join(',')}}`;
    }
    return JSON.stringify(value);
}

/**
 * Reads canonical JSON. Writing again what was read must give the same text: a name twice, a number with more digits
 * than it holds, a space or another order of names would not.
 */
export function readCanonical(bytes) {
    const text = textOf(bytes);
    let value;
    try {
        value = JSON.parse(text);
    } catch (fault) {
        refuse(`not JSON: ${fault.message}`);
    }
    const again = canonical(value);
    if (again !== text) {
        const at = [...text].findIndex((char, index) => char !== [...again][index]);
        refuse(`not in canonical form (RFC 8785) from character ${at < 0 ? text.length : at} on`);
    }
    return value;
}
