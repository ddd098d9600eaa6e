import { expect, it } from 'vitest';
import { decide, devicesOf } from './devices';

const device = (deviceId: string) => ({ deviceId, label: `Device ${deviceId}` });

it('sorts devices by kind, without the stand-ins for the choice of the system', () => {
  expect(
    devicesOf([
      { kind: 'audioinput', ...device('default') },
      { kind: 'audioinput', ...device('communications') },
      { kind: 'audioinput', ...device('m') },
      { kind: 'videoinput', ...device('') },
      { kind: 'audiooutput', ...device('s') },
    ]),
  ).toEqual({ audioinput: [device('m')], videoinput: [], audiooutput: [device('s')] });
});

it('goes on where the device in use is still there', () => {
  const list = [device('a'), device('b')];
  expect(decide({ preferred: 'b', used: 'b', ended: false }, list)).toEqual({ use: 'b', open: false });
  expect(decide({ preferred: '', used: '', ended: false }, list)).toEqual({ use: '', open: false });
});

it('takes the choice of the browser when the chosen device is unplugged, and the chosen one when it is back', () => {
  const gone = decide({ preferred: 'b', used: 'b', ended: true }, [device('a')]);
  expect(gone).toEqual({ use: '', open: true });
  expect(decide({ preferred: 'b', used: gone.use, ended: false }, [device('a')])).toEqual({
    use: '',
    open: false,
  });
  expect(decide({ preferred: 'b', used: gone.use, ended: false }, [device('a'), device('b')])).toEqual({
    use: 'b',
    open: true,
  });
});

it('opens the choice of the browser anew when its device was unplugged', () => {
  expect(decide({ preferred: '', used: '', ended: true }, [device('a')])).toEqual({ use: '', open: true });
});
