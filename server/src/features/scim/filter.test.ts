import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from './filter.match.js';
import { parseFilter } from './filter.parse.js';
import { patched, parsePatch } from './patch.js';
import { ScimFault } from './scim.errors.js';
import { PATCH_OP, type Json } from './scim.names.js';

/** The user of RFC 7643, 8.2, shortened. */
const jensen: Json = {
  id: '2819c223-7f76-453a-919d-413861904646',
  userName: 'bjensen@example.com',
  name: { familyName: "O'Malley", givenName: 'Barbara' },
  title: 'Tour "Guide"',
  userType: 'Employee',
  active: true,
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
  ],
  meta: { resourceType: 'User', lastModified: '2011-05-13T04:42:34Z' },
};

const says = (filter: string): boolean => matches(jensen, parseFilter(filter));

describe('a filter', () => {
  // The examples of RFC 7644, figure 2, and what they leave out.
  it.each([
    ['userName eq "BJensen@example.com"', true],
    ['name.familyName co "O\'Malley"', true],
    ['userName sw "B"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "b"', true],
    ['title pr', true],
    ['nickName pr', false],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', false],
    ['meta.lastModified ge "2011-05-13T06:42:34+02:00"', true],
    ['meta.lastModified lt "2012-01-01T00:00:00Z"', true],
    ['title pr and userType eq "Employee"', true],
    ['title pr or userType eq "Intern"', true],
    ['userType eq "Intern" or userType eq "Employee" and title pr', true],
    ['schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', false],
    ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', true],
    ['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', false],
    ['userType eq "Employee" and (emails.type eq "work")', true],
    ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', true],
    ['emails[type eq "home" and value co "@example.com"] or ims[type eq "xmpp"]', false],
    ['emails[type eq "home" and not (primary eq true)]', true],
    ['ACTIVE EQ True', true],
    ['active ne false', true],
    ['title eq "Tour \\"Guide\\""', true],
    ['title ew "de\\u0022"', true],
    ['nickName eq null', true],
    ['nickName ne "x"', true],
    ['id eq "2819C223-7f76-453a-919d-413861904646"', false],
    ['userType le "employee"', true],
    ['not (userType eq "and")', true],
  ])('%s: %s', (filter, expected) => expect(says(filter)).toBe(expected));

  it.each([
    '',
    'userName',
    'userName eq',
    'userName is "x"',
    'userName eq x',
    'userName eq "x',
    'userName eq "x" and',
    '(userName eq "x"',
    'userName eq "x")',
    'emails[type eq "work"',
    'emails[]',
    'not userName',
    '"userName" eq "x"',
    'a.b.c.d pr',
    '$where eq "1"; drop',
    'userName eq {"$ne":1}',
    `${'('.repeat(30)}title pr${')'.repeat(30)}`,
    `title eq "${'x'.repeat(2000)}"`,
    'active gt false',
  ])('refuses %s', (filter) =>
    expect(() => says(filter)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidFilter' }) as Error,
    ),
  );

  it('answers whatever is written, or refuses it', () => {
    const words = [
      'userName',
      'eq',
      'ne',
      'pr',
      'and',
      'or',
      'not',
      '(',
      ')',
      '[',
      ']',
      '"x"',
      '"\\"',
      'true',
      '1e9',
      '.',
      ':',
      '$',
      '\0',
    ];
    const typed = fc.oneof(
      fc.string({ maxLength: 60, unit: 'binary' }),
      fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((list) => list.join(' ')),
      fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(typed, (filter) => {
        try {
          expect(typeof says(filter)).toBe('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(ScimFault);
        }
      }),
      { seed: 7644, numRuns: 3000 },
    );
  });
});

const patch = (...Operations: object[]): Json =>
  patched(jensen, parsePatch({ schemas: [PATCH_OP], Operations }));

describe('a patch', () => {
  it('adds, replaces and removes as in the examples of RFC 7644, 3.5.2', () => {
    expect(
      patch({ op: 'add', value: { emails: [{ value: 'b@x.org', type: 'other' }], nickname2: 'Babs' } }),
    ).toMatchObject({
      emails: [{ type: 'work' }, { type: 'home' }, { value: 'b@x.org' }],
      nickname2: 'Babs',
    });
    expect(patch({ op: 'replace', path: 'name.familyName', value: 'Jensen' })).toMatchObject({
      name: { familyName: 'Jensen', givenName: 'Barbara' },
    });
    expect(
      patch({ op: 'remove', path: 'emails[type eq "home" and value ew "jensen.org"]' })['emails'],
    ).toEqual([{ value: 'bjensen@example.com', type: 'work', primary: true }]);
    expect(patch({ op: 'replace', path: 'emails[type eq "work"].value', value: 'new@x.org' })).toMatchObject({
      emails: [{ value: 'new@x.org', type: 'work' }, { type: 'home' }],
    });
    expect(
      patch({ op: 'add', path: 'emails', value: [{ value: 'BABS@jensen.org' }] })['emails'],
    ).toHaveLength(2);
    expect(patch({ op: 'replace', path: 'emails[type eq "home"].primary', value: true })).toMatchObject({
      emails: [{ primary: false }, { primary: true }],
    });
    expect(patch({ op: 'remove', path: 'title' })).not.toHaveProperty('title');
    expect(jensen['title']).toBe('Tour "Guide"');
  });

  it('does what Entra and Okta send', () => {
    expect(patch({ op: 'Replace', path: 'active', value: 'False' })['active']).toBe('False');
    expect(patch({ op: 'Add', path: 'emails[type eq "mobile"].value', value: 'm@x.org' })).toMatchObject({
      emails: [{}, {}, { type: 'mobile', value: 'm@x.org' }],
    });
    expect(
      patch({
        op: 'replace',
        value: { active: false, 'name.familyName': 'J', id: jensen['id'], 'urn:x:y:User': {} },
      }),
    ).toMatchObject({ active: false, name: { familyName: 'J' } });
    expect(
      patch({ op: 'Remove', path: 'emails', value: [{ value: 'babs@jensen.org' }] })['emails'],
    ).toHaveLength(1);
  });

  it.each([
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'remove', path: 'emails[type eq "fax"]' }, 'noTarget'],
    [{ op: 'replace', path: 'emails[type co "fax"].value', value: 1 }, 'noTarget'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'replace', path: 'emails[', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'emails[type]', value: 'x' }, 'invalidFilter'],
    [{ op: 'replace', value: 'x' }, 'invalidValue'],
    [{ op: 'move', path: 'title' }, 'invalidSyntax'],
  ])('%j: %s', (operation, scimType) =>
    expect(() => patch(operation)).toThrow(expect.objectContaining({ status: 400, scimType }) as Error),
  );
});
