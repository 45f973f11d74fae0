import { describe, expect, it } from '@jest/globals';
import { namesOf } from '../../../cli/config/derive.ts';
import { corrected, NAME_FORMS } from '../../../cli/config/names.ts';
import { nearest } from '../../../cli/config/nearest.ts';

describe('the names of an entity', () => {
  it.each([
    ['Subject', 'subject', 'subjects', 'subjects', 'subjects'],
    ['CourseUnit', 'courseUnit', 'courseUnits', 'course-units', 'course_units'],
    ['Category', 'category', 'categories', 'categories', 'categories'],
    ['Day', 'day', 'days', 'days', 'days'],
    ['Box', 'box', 'boxes', 'boxes', 'boxes'],
    ['Branch', 'branch', 'branches', 'branches', 'branches'],
    ['Address', 'address', 'addresses', 'addresses', 'addresses'],
    ['APIKey', 'apiKey', 'apiKeys', 'api-keys', 'api_keys'],
    ['OAuth2Token', 'oAuth2Token', 'oAuth2Tokens', 'o-auth2-tokens', 'o_auth2_tokens'],
    ['I18nText', 'i18nText', 'i18nTexts', 'i18n-texts', 'i18n_texts'],
    ['URL', 'url', 'urls', 'urls', 'urls'],
  ])('%s', (name, singular, plural, path, table) => {
    expect(namesOf(name)).toEqual({ name, singular, plural, path, table });
  });

  it('follow a given plural', () => {
    expect(namesOf('CourseSyllabus', 'courseSyllabi')).toEqual({
      name: 'CourseSyllabus',
      singular: 'courseSyllabus',
      plural: 'courseSyllabi',
      path: 'course-syllabi',
      table: 'course_syllabi',
    });
  });
});

describe('a corrected name', () => {
  it.each([
    ['kebab', 'Order_Service', 'order-service'],
    ['kebab', 'orderService', 'order-service'],
    ['pascal', 'order-line', 'OrderLine'],
    ['camel', 'order_line', 'orderLine'],
    ['camel', 'OrderLine', 'orderLine'],
    ['kebab', '1st-service', undefined],
    ['pascal', 'Größe', undefined],
    ['camel', '', undefined],
  ] as const)('%s: %s → %s', (form, name, expected) => {
    expect(corrected(name, NAME_FORMS[form].pattern)).toBe(expected);
  });
});

describe('the nearest candidate', () => {
  it.each([
    ['prot', ['port', 'path', 'kind'], 'port'],
    ['postgresql', ['postgres', 'mysql', 'mariadb'], 'postgres'],
    ['Docker', ['docker', 'process'], 'docker'],
    ['kubernetes', ['docker', 'process'], undefined],
    ['x', ['y'], 'y'],
    ['', ['port'], undefined],
    ['port', [], undefined],
  ])('%s of %j is %s', (typed, candidates, expected) => {
    expect(nearest(typed, candidates)).toBe(expected);
  });
});
