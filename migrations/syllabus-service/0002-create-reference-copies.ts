import { DataTypes, Op, type QueryInterface } from 'sequelize';

interface Context {
  readonly queryInterface: QueryInterface;
}

/** What other services own and this one refers to, as last told. */
export async function up({ queryInterface }: Context): Promise<void> {
  await queryInterface.createTable('reference_copies', {
    target: { type: DataTypes.STRING(100), primaryKey: true },
    id: { type: DataTypes.UUID, primaryKey: true },
    version: { type: DataTypes.INTEGER, allowNull: false },
    // Null: its owner has deleted it.
    data: { type: DataTypes.JSON },
  });
  // Few of many: readiness asks again and again which of them are still referred to.
  if (queryInterface.sequelize.getDialect() === 'mysql') {
    // Its indexes leave nothing out, and hold no JSON.
    await queryInterface.sequelize.query(`ALTER TABLE reference_copies
      ADD COLUMN deleted BOOLEAN GENERATED ALWAYS AS (data IS NULL) VIRTUAL,
      ADD INDEX reference_copies_deleted (target, deleted)`);
    return;
  }
  await queryInterface.addIndex('reference_copies', ['target', 'id'], {
    name: 'reference_copies_deleted',
    where: { data: { [Op.is]: null } },
  });
}

export async function down({ queryInterface }: Context): Promise<void> {
  await queryInterface.dropTable('reference_copies');
}
