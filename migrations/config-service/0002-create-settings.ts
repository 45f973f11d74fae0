import { DataTypes, type QueryInterface } from 'sequelize';

interface Context {
  readonly queryInterface: QueryInterface;
}

/** Settings as an ever longer history, and the count of changes by which replicas see each other's. */
export async function up({ queryInterface }: Context): Promise<void> {
  await queryInterface.createTable('settings', {
    service: { type: DataTypes.STRING(63), primaryKey: true },
    version: { type: DataTypes.INTEGER, primaryKey: true },
    overrides: { type: DataTypes.JSON, allowNull: false },
    updated_at: { type: DataTypes.DATE(3), allowNull: false },
    updated_by: { type: DataTypes.STRING(255), allowNull: false },
  });

  await queryInterface.createTable('revisions', {
    topic: { type: DataTypes.STRING(63), primaryKey: true },
    revision: { type: DataTypes.BIGINT, allowNull: false },
  });
  await queryInterface.bulkInsert('revisions', [
    { topic: 'settings', revision: 0 },
    { topic: 'registry', revision: 0 },
  ]);
}

export async function down({ queryInterface }: Context): Promise<void> {
  for (const table of ['revisions', 'settings']) await queryInterface.dropTable(table);
}
