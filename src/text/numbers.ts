/** One locale whatever the machine's: the same input gives the same bytes. */
let grouped: Intl.NumberFormat | undefined;

export function count(value: number): string {
  if (Number.isSafeInteger(value) && value >= 0) return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  // Made when it is first needed: that takes 12 ms, which every start of a function would pay.
  grouped ??= new Intl.NumberFormat('en-US');
  return grouped.format(value);
}

/** `counted(1, 'change')` -> `1 change`; `counted(2, 'change')` -> `2 changes`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `a, b and c`; past `limit` items: `a, b and 3 more`. */
export function listed(items: readonly string[], limit = 12): string {
  const shown = items.length > limit ? [...items.slice(0, limit), `${count(items.length - limit)} more`] : [...items];
  const last = shown.pop();
  if (last === undefined) return '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
