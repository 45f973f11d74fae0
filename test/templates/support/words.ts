const words = (text: string): readonly string[] => text.match(/\w+/g) ?? [];

/** Reserved in PostgreSQL 18, MySQL 9 or MariaDB 12, or in SQL:2023. */
export const SQL_WORDS = words(`
  accessible add all alter analyse analyze and any array as asc asensitive asymmetric authorization before between
  bigint binary blob both by call cascade case cast change char character check collate column condition concurrently
  constraint continue convert create cross cube cume_dist current_catalog current_date current_role current_schema
  current_time current_timestamp current_user cursor database databases day_hour day_microsecond day_minute day_second
  dec decimal declare default deferrable delayed delete dense_rank desc describe deterministic distinct distinctrow div
  do double drop dual each else elseif empty enclosed end escaped except exists exit explain false fetch first_value
  float for force foreign freeze from fulltext function generated get grant group grouping groups having
  high_priority hour_minute if ignore ilike in index infile initially inner inout insensitive insert int integer
  intersect interval into is isnull iterate join json_table key keys kill lag last_value lateral lead leading leave left
  like limit linear lines load localtime localtimestamp lock long longblob longtext loop low_priority manual match
  maxvalue mediumblob mediumint mediumtext merge mod modifies natural not notnull nth_value ntile null numeric of offset
  on only optimize option optionally or order out outer outfile over overlaps parallel partition percent_rank placing
  precision primary procedure purge qualify range rank read reads real recursive references regexp release rename repeat
  replace require resignal restrict return returning revoke right rlike row row_number rows schema schemas select
  sensitive separator session_user set show signal similar smallint some spatial specific sql sqlexception sqlstate
  sqlwarning ssl starting stored straight_join symmetric system table tablesample tablespace terminated then tinyblob
  tinyint to trailing trigger true undo union unique unlock unsigned update usage use user using utc_date values
  varbinary varchar variadic varying verbose view virtual when where while window with write xor year_month zerofill
`);

/** Reserved in JavaScript, in TypeScript, or what every module and every object finds there already. */
export const CODE_WORDS = words(`
  abstract any arguments as asserts async await bigint boolean break case catch class const continue debugger declare
  default delete do else enum eval export extends false finally for from function get global globalThis goto if
  implements import in infer instanceof interface is keyof let module namespace never new null number object of
  out override package private process protected public readonly require return satisfies set static string super
  switch symbol this throw true try type typeof undefined unique unknown using var void while with yield
  array buffer console date error exports infinity json map math nan omit partial pick promise proxy record reflect
  regExp required response request url weakMap event headers file blob crypto fetch performance timeout
  constructor hasOwnProperty isPrototypeOf prototype toString toJSON valueOf then catchAll length name caller callee
`);

/** What Aurora itself, its tests or the libraries below them say. */
export const AURORA_WORDS = words(`
  aurora generated hook hooks seed seeds migration event outbox inbox broker gateway service config setting registry
  instance health metric token scope resource version etag page cursor item nextCursor payload path query command
  subscription envelope subject data items stale unresolved embedded reference copy template model sequelize save
  destroy reload validate isNewRecord dataValues previous changed count running create update remove list find body
  reply params queryString answer url sub iss aud exp self node main index test spec describe expect it before after
`);
