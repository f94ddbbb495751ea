export default { a: 1 };
export const add = 5;
export const address = 'x';
