export const a = 1;
export default function named() {}
export class Kind {}
