import { DataTypes, type QueryInterface, type Sequelize } from 'sequelize';

interface Context {
  readonly queryInterface: QueryInterface;
  readonly sequelize: Sequelize;
}

export async function up({ queryInterface }: Context): Promise<void> {
  await queryInterface.createTable('syllabi', {
    id: { type: DataTypes.UUID, primaryKey: true },
    title: { type: DataTypes.STRING(200), allowNull: false },
    academic_year: { type: DataTypes.STRING(255), allowNull: false },
    status: { type: DataTypes.ENUM('draft', 'published', 'archived'), allowNull: false },
    outline: { type: DataTypes.JSON },
    subject_id: { type: DataTypes.UUID, allowNull: false },
    file_id: { type: DataTypes.UUID },
    version: { type: DataTypes.INTEGER, allowNull: false },
    created_at: { type: DataTypes.DATE(3), allowNull: false },
    updated_at: { type: DataTypes.DATE(3), allowNull: false },
  });
  await queryInterface.addIndex('syllabi', ['subject_id'], { name: 'syllabi_subject_id' });
  await queryInterface.addIndex('syllabi', ['file_id'], { name: 'syllabi_file_id' });
}

export async function down({ queryInterface, sequelize }: Context): Promise<void> {
  await queryInterface.dropTable('syllabi');
  // PostgreSQL keeps the types of enum columns when their table goes.
  if (sequelize.getDialect() !== 'postgres') return;
  await sequelize.query('DROP TYPE IF EXISTS "enum_syllabi_status"');
}
