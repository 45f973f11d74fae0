import { DataTypes, Op, type QueryInterface } from 'sequelize';

interface Context {
  readonly queryInterface: QueryInterface;
}

/** What the service tells others (outbox), has heard (inbox), has answered (idempotency keys) and began with (seeds). */
export async function up({ queryInterface }: Context): Promise<void> {
  const now = queryInterface.sequelize.literal('CURRENT_TIMESTAMP(6)');
  const time = { type: DataTypes.DATE(6), allowNull: false, defaultValue: now };
  const event = {
    event_id: { type: DataTypes.UUID, allowNull: false, unique: true },
    aggregate_type: { type: DataTypes.STRING(100), allowNull: false },
    aggregate_id: { type: DataTypes.STRING(100), allowNull: false },
    aggregate_version: { type: DataTypes.INTEGER, allowNull: false },
    partition: { type: DataTypes.SMALLINT, allowNull: false },
    type: { type: DataTypes.STRING(255), allowNull: false },
    schema_version: { type: DataTypes.SMALLINT, allowNull: false },
    envelope: { type: DataTypes.JSON, allowNull: false },
    attempts: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
    last_error: { type: DataTypes.TEXT },
    created_at: time,
  };

  // A later change of an aggregate gets a higher position, for it is made after the earlier one was committed.
  await queryInterface.createTable('outbox', {
    position: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
    ...event,
    // Null: at once. It and later events of its aggregate wait until then.
    available_at: { type: DataTypes.DATE(6) },
  });
  await queryInterface.addConstraint('outbox', {
    name: 'outbox_aggregate_version',
    type: 'unique',
    fields: ['aggregate_type', 'aggregate_id', 'aggregate_version'],
  });
  // Of much, the little that waits; in MySQL, whose indexes leave nothing out, whether it waits.
  const whether = queryInterface.sequelize.getDialect() === 'mysql' ? ['available_at'] : [];
  await queryInterface.addIndex('outbox', ['aggregate_type', 'aggregate_id', ...whether], {
    name: 'outbox_waiting',
    where: { available_at: { [Op.ne]: null } },
  });
  // Events that the broker refused for good, kept until someone sends or deletes them.
  await queryInterface.createTable('outbox_dead', {
    position: { type: DataTypes.BIGINT, primaryKey: true },
    ...event,
    died_at: time,
  });
  await queryInterface.createTable('outbox_leases', {
    partition: { type: DataTypes.SMALLINT, primaryKey: true },
    owner: { type: DataTypes.STRING(100), allowNull: false },
    fence: { type: DataTypes.BIGINT, allowNull: false },
    expires_at: { type: DataTypes.DATE(6), allowNull: false },
  });

  await queryInterface.createTable('inbox', {
    consumer: { type: DataTypes.STRING(100), primaryKey: true },
    source: { type: DataTypes.STRING(200), primaryKey: true },
    event_id: { type: DataTypes.UUID, primaryKey: true },
    received_at: time,
  });

  await queryInterface.createTable('idempotency_keys', {
    subject: { type: DataTypes.STRING(255), primaryKey: true },
    key: { type: DataTypes.STRING(255), primaryKey: true },
    request_hash: { type: DataTypes.CHAR(64), allowNull: false },
    status: { type: DataTypes.SMALLINT, allowNull: false },
    response: { type: DataTypes.JSON, allowNull: false },
    created_at: time,
  });
  await queryInterface.addIndex('idempotency_keys', ['created_at'], { name: 'idempotency_keys_created_at' });

  await queryInterface.createTable('seed_runs', {
    profile: { type: DataTypes.STRING(100), primaryKey: true },
    checksum: { type: DataTypes.STRING(64), allowNull: false },
    applied_at: time,
  });
}

export async function down({ queryInterface }: Context): Promise<void> {
  for (const table of ['seed_runs', 'idempotency_keys', 'inbox', 'outbox_leases', 'outbox_dead', 'outbox']) {
    await queryInterface.dropTable(table);
  }
}
