import { describe, it } from 'node:test';
describe('suite', () => { it('in suite', () => {}); it.only('only in suite', () => {}); });
describe.only('only suite', () => { it('x', () => {}); it('y', () => {}); });
describe.only('only suite with an only', () => { it('x', () => {}); it('y', { only: true }, () => {}); });
describe('other suite', () => { it('z', () => {}); });
