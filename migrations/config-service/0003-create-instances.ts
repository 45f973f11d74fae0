import { DataTypes, type QueryInterface } from 'sequelize';

interface Context {
  readonly queryInterface: QueryInterface;
}

/** The running instances of the fleet's services, each until its lease runs out. */
export async function up({ queryInterface }: Context): Promise<void> {
  const now = queryInterface.sequelize.literal('CURRENT_TIMESTAMP(3)');
  await queryInterface.createTable('instances', {
    id: { type: DataTypes.STRING(100), primaryKey: true },
    service: { type: DataTypes.STRING(63), allowNull: false },
    url: { type: DataTypes.STRING(255), allowNull: false },
    version: { type: DataTypes.STRING(100), allowNull: false },
    colour: { type: DataTypes.STRING(20) },
    registered_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: now },
    expires_at: { type: DataTypes.DATE(3), allowNull: false },
  });
  await queryInterface.addIndex('instances', ['expires_at'], { name: 'instances_expires_at' });
}

export async function down({ queryInterface }: Context): Promise<void> {
  await queryInterface.dropTable('instances');
}
