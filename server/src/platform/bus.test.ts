import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Bus } from './bus.js';

declare module './bus.js' {
  interface BusRequests {
    'test.double': { request: { number: number }; answer: number };
  }
}

const double = ({ number }: { number: number }): Promise<number> => Promise.resolve(2 * number);

test('a request has the answer of the one feature that answers it', async () => {
  const bus = new Bus(pino({ level: 'silent' }));
  bus.answer('test.double', double);
  expect(await bus.request('test.double', { number: 21 })).toBe(42);
});

test('a request that no feature answers fails, and a name is answered by one feature', async () => {
  const bus = new Bus(pino({ level: 'silent' }));
  await expect(bus.request('test.double', { number: 1 })).rejects.toThrow('no feature answers test.double');
  bus.answer('test.double', double);
  expect(() => bus.answer('test.double', double)).toThrow('test.double is answered twice');
});
