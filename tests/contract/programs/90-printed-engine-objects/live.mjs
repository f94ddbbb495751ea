export let count = 1;
export { count as other };
export function bump() {
  count++;
}
