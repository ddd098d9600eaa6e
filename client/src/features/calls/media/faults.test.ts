import { expect, it } from 'vitest';
import { faultOf, isCancelled } from './faults';

it.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'none'],
  ['OverconstrainedError', 'none'],
  ['NotReadableError', 'inUse'],
  ['AbortError', 'inUse'],
  ['SomethingNewError', 'other'],
])('%s is %s', (name, fault) => {
  expect(faultOf(new DOMException('', name))).toBe(fault);
});

it('a type error is a browser without the means, and what is no error is something else', () => {
  expect(faultOf(new TypeError('no constraints'))).toBe('unsupported');
  expect(faultOf('denied')).toBe('other');
});

it('a closed choice is no fault, unless the system forbids to share', () => {
  expect(isCancelled(new DOMException('Permission denied', 'NotAllowedError'))).toBe(true);
  expect(isCancelled(new DOMException('Permission denied by system', 'NotAllowedError'))).toBe(false);
  expect(isCancelled(new DOMException('', 'NotFoundError'))).toBe(false);
});
