/** A fleet with all that rows can be: trees, circles, lists, files, what is unique together, and references between services. */
export const SCHOOL = `version: 1
name: school
services:
  gateway: { kind: gateway, port: 8000 }
  settings: { kind: config, port: 8004 }
  files: { kind: file, port: 8003 }
  people:
    kind: domain
    port: 8001
    entities:
      Person:
        plural: people
        softDelete: true
        audit: true
        unique: [[name, born]]
        fields:
          name: { type: string, required: true, maxLength: 20 }
          email: { type: email, unique: true }
          born: { type: date }
          salary: { type: decimal, precision: 8, scale: 2 }
          active: { type: boolean, required: true, default: true }
          mentorId: { references: Person }
          teamId: { references: Team }
          tagIds: { references: Tag, many: true }
          photoId: { references: files.File, onDelete: nullify }
      Team:
        fields:
          name: { type: string, required: true }
          leadId: { references: Person }
      Tag:
        fields:
          label: { type: string, required: true, unique: true }
  courses:
    kind: domain
    port: 8002
    entities:
      Course:
        fields:
          title: { type: text, required: true }
          teacherId: { references: people.Person, required: true, embed: teacher }
          hours: { type: array, of: integer }
          at: { type: datetime }
`;

export const SCHOOL_SPLIT = `version: 1
source: { timezone: '+02:00' }
mappings:
  pictures:
    into: files.File
    fields: { name: name, content: data }
  teams:
    into: people.Team
    fields: { name: { columns: [site, no], join: '/' }, leadId: lead_id }
  tags:
    into: people.Tag
    ids: kept
    key: id
    fields: { label: { column: label, case: lower } }
  persons:
    into: people.Person
    where: kind <> 'robot'
    fields:
      name: { columns: [first, last], join: ' ', cut: true }
      email: { column: email, trim: true, case: lower, nulls: [''] }
      born: { column: born, format: DD.MM.YYYY }
      salary: salary
      active: { column: kind, values: { now: 'true', then: 'false' } }
      mentorId: mentor_id
      teamId: { columns: [team_site, team_no], onOrphan: nullify }
      photoId: { column: picture_id, onOrphan: nullify }
      createdAt: hired
      deletedAt: left_on
  persons_tags:
    into: people.Person.tagIds
    fields: { owner: person_id, item: tag_id, position: nth }
    ignore: {}
  lessons:
    into: courses.Course
    key: code
    fields: { title: title, teacherId: teacher_id, hours: { sql: hours }, at: at_time }
ignore: { sessions: Nobody is logged in any more. }
`;

/** The old database; both engines take it. */
export const SCHOOL_ROWS = `
CREATE TABLE pictures (id int PRIMARY KEY, name varchar(100), data BYTES);
CREATE TABLE teams (site varchar(5), no int, lead_id int, PRIMARY KEY (site, no));
CREATE TABLE tags (id char(36) PRIMARY KEY, label varchar(50));
CREATE TABLE persons (id int PRIMARY KEY, first varchar(50), last varchar(50), email varchar(100), born varchar(20), salary varchar(20),
  kind varchar(10), mentor_id int, team_site varchar(5), team_no int, picture_id int, hired TIME_, left_on TIME_);
CREATE TABLE persons_tags (person_id int, tag_id char(36), nth int, PRIMARY KEY (person_id, tag_id));
CREATE TABLE lessons (code varchar(10) PRIMARY KEY, title varchar(500), teacher_id int, hours varchar(50), at_time TIME_);
CREATE TABLE sessions (id int PRIMARY KEY);
INSERT INTO pictures VALUES (1, 'anna.png', 'PNG bytes'), (2, 'no/name', 'x'), (3, 'empty.txt', NULL);
INSERT INTO teams VALUES ('N', 1, 1), ('S', 2, 99), ('S', 3, NULL);
INSERT INTO tags VALUES ('5B0F2A5E-6B0B-4C56-9F0B-0D3F3E6F1A01', 'Old'), ('5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a02', 'old'), ('nothing', 'x'),
  ('5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a03', 'New');
INSERT INTO persons VALUES
  (1, 'Anna', 'A', ' Anna@Example.org ', '01.02.1980', '1200.5', 'now', NULL, 'N', 1, 1, '2001-01-01 01:00:00', NULL),
  (2, 'Bert', NULL, '', NULL, NULL, 'then', 1, 'X', 9, 2, '2002-01-01 12:00:00', '2010-01-01 00:00:00'),
  (3, 'Cleo', 'A very long last name indeed', 'anna@example.org', '30.02.1980', '12.345', 'now', 2, NULL, NULL, NULL, '2003-01-01 00:00:00', NULL),
  (4, 'Dora', 'D', 'ANNA@example.org', NULL, NULL, 'now', 2, 'S', 3, NULL, '2004-01-01 00:00:00', NULL),
  (5, 'Emil', 'E', NULL, NULL, NULL, 'now', 4, NULL, NULL, NULL, '2005-01-01 00:00:00', NULL),
  (6, 'Finn', 'F', 'finn', NULL, NULL, 'gone', 77, NULL, NULL, NULL, '2006-01-01 00:00:00', NULL),
  (7, 'R2', 'D2', NULL, NULL, NULL, 'robot', NULL, NULL, NULL, NULL, '2007-01-01 00:00:00', NULL),
  (8, 'Gina', 'G', NULL, NULL, NULL, 'now', 1, 'S', 2, NULL, '2008-01-01 00:00:00', NULL);
INSERT INTO persons_tags VALUES (1, '5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a03', 1), (1, '5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a01', 2),
  (8, '5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a02', 1), (5, '5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a03', 1);
INSERT INTO lessons VALUES ('M1', 'Maths', 1, '[1,2]', '2020-06-01 10:00:00'), ('M2', 'More', 5, NULL, NULL), ('M3', '', 1, NULL, NULL),
  ('M4', 'Even more', 8, '[1,"x"]', NULL), ('M5', 'Last', 8, '[]', NULL);
INSERT INTO sessions VALUES (1);
`;

export function schoolRows(engine: 'postgres' | 'mariadb'): string {
  const [bytes, time] = engine === 'postgres' ? ['bytea', 'timestamp'] : ['blob', 'datetime'];
  return SCHOOL_ROWS.replaceAll('BYTES', bytes).replaceAll('TIME_', time);
}
