/** What all screens of the hall know a call by. */

/** An announcement's name; ids start anew with other data, instants do not. @param {{id: number, at_ms: number}} call */
export const key_of = ({ id, at_ms }) => `${id}-${at_ms}`;
