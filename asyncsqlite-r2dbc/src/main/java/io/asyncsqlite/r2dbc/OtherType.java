package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.Type;

/** Types of columns for which R2DBC has no constant. */
enum OtherType implements Type {
    /** Of a NULL that belongs to no column. */
    NULL(Object.class),
    UUID(java.util.UUID.class),
    JSON(String.class);

    private final Class<?> javaType;

    OtherType(Class<?> javaType) {
        this.javaType = javaType;
    }

    @Override
    public Class<?> getJavaType() {
        return javaType;
    }

    @Override
    public String getName() {
        return name();
    }
}
