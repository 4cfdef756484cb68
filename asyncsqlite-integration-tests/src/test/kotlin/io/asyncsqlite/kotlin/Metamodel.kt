package io.asyncsqlite.kotlin

import java.time.Clock
import kotlin.reflect.KClass
import kotlin.reflect.KParameter
import kotlin.reflect.full.instanceParameter
import kotlin.reflect.full.memberFunctions
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.primaryConstructor
import kotlin.reflect.full.withNullability
import org.komapper.core.dsl.expression.Operand
import org.komapper.core.dsl.metamodel.EntityMetamodel
import org.komapper.core.dsl.metamodel.EntityMetamodelDeclaration
import org.komapper.core.dsl.metamodel.IdGenerator
import org.komapper.core.dsl.metamodel.PropertyDescriptor
import org.komapper.core.dsl.metamodel.PropertyMetamodel
import org.komapper.core.dsl.metamodel.PropertyMetamodelImpl

/** Stands for what komapper's processor generates: the table of a data class, whose first property is generated. */
internal class Metamodel<E : Any>(private val type: KClass<E>, private val table: String = type.simpleName!!.lowercase()) :
    EntityMetamodel<E, Long, Metamodel<E>> {

    private val copy = type.memberFunctions.single { it.name == "copy" }
    private val constructor = type.primaryConstructor!!
    private val columns = constructor.parameters.map { column(it) }
    val id = column<Long>(constructor.parameters[0].name!!)

    @Suppress("UNCHECKED_CAST")
    private fun column(parameter: KParameter): PropertyMetamodel<E, Any, Any> {
        val name = parameter.name!!
        val property = type.memberProperties.single { it.name == name }
        val copied = copy.parameters.single { it.name == name }
        val plain = parameter.type.withNullability(false)
        return PropertyMetamodelImpl(
            this,
            PropertyDescriptor(
                plain, plain, name, name,
                alwaysQuote = false, masking = false, updatable = true, insertable = true,
                getter = { property.get(it) },
                setter = { e, v -> copy.callBy(mapOf(copy.instanceParameter!! to e, copied to v)) as E },
                wrap = { it }, unwrap = { it },
                nullable = parameter.type.isMarkedNullable, length = null, precision = null, scale = null,
            ),
        )
    }

    @Suppress("UNCHECKED_CAST")
    fun <T : Any> column(name: String) = columns.single { it.name == name } as PropertyMetamodel<E, T, T>

    override fun klass() = type
    override fun tableName() = table
    override fun catalogName() = ""
    override fun schemaName() = ""
    override fun alwaysQuote() = false
    override fun disableSequenceAssignment() = false
    override fun declaration(): EntityMetamodelDeclaration<Metamodel<E>> = {}
    override fun idGenerator() = IdGenerator.AutoIncrement(id)
    override fun idProperties() = listOf(id)
    override fun versionProperty(): PropertyMetamodel<E, *, *>? = null
    override fun createdAtProperty(): PropertyMetamodel<E, *, *>? = null
    override fun updatedAtProperty(): PropertyMetamodel<E, *, *>? = null
    override fun properties() = columns
    override fun extractId(e: E) = id.getter(e)!!
    override fun convertToId(generatedKey: Long) = generatedKey
    override fun versionAssignment(): Pair<PropertyMetamodel<E, *, *>, Operand>? = null
    override fun createdAtAssignment(c: Clock): Pair<PropertyMetamodel<E, *, *>, Operand>? = null
    override fun updatedAtAssignment(c: Clock): Pair<PropertyMetamodel<E, *, *>, Operand>? = null
    override fun preInsert(e: E, c: Clock) = e
    override fun preUpdate(e: E, c: Clock) = e
    override fun postUpdate(e: E) = e
    override fun newEntity(m: Map<PropertyMetamodel<*, *, *>, Any?>) =
        constructor.callBy(columns.zip(constructor.parameters).associate { (column, parameter) -> parameter to m[column] })

    override fun newMetamodel(
        table: String,
        catalog: String,
        schema: String,
        alwaysQuote: Boolean,
        disableSequenceAssignment: Boolean,
        declaration: EntityMetamodelDeclaration<Metamodel<E>>,
        disableAutoIncrement: Boolean,
    ) = Metamodel(type, table)
}
