package dev.caravan.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One connection to an SQLite file, its statements prepared once. Not safe for several threads at a time. */
final class Sql implements AutoCloseable {
    private static final int VERSION = 6;

    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    static Sql open(Path file) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            Sql sql = new Sql(file, connection);
            try {
                sql.prepare();
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            return sql;
        } catch (SQLException e) {
            throw new IndexException("Cannot open index '" + file + "'", file, e);
        }
    }

    /** Writes what an index says now to a new file, whoever has it open. */
    static void copy(Path file, Path copy) {
        Properties readOnly = new Properties();
        readOnly.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
        readOnly.setProperty("busy_timeout", "10000");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, readOnly);
                PreparedStatement statement = connection.prepareStatement("vacuum into ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
        } catch (SQLException e) {
            throw new IndexException("Cannot copy index '" + file + "'", file, e);
        }
    }

    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 10000");
            // a commit survives a crash of the process; after a power cut the newest may be missing, and is adopted
            // again
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = normal");
            try (ResultSet version = statement.executeQuery("pragma user_version")) {
                int found = version.getInt(1);
                if (found > VERSION) {
                    throw new IndexException(
                            "Cannot open index '" + file + "': a newer Caravan made it (format " + found
                                    + "). Use that one, or move the file away: it is built anew, and nothing is deleted");
                }
                if (found < VERSION) {
                    create(statement);
                }
            }
            expectColumns(statement);
        }
    }

    /** A table or a column that is gone shows only when somebody asks for it, which may be in the middle of a pass. */
    private void expectColumns(Statement statement) throws SQLException {
        Set<String> missing = new TreeSet<>(expected());
        missing.removeAll(columns(statement));
        if (!missing.isEmpty()) {
            throw IndexException.ofDamage("Cannot read index '" + file + "': it lacks " + String.join(", ", missing));
        }
    }

    private static Set<String> expected() throws SQLException {
        try (Connection fresh = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = fresh.createStatement()) {
            createTables(statement);
            return columns(statement);
        }
    }

    private static Set<String> columns(Statement statement) throws SQLException {
        Set<String> columns = new TreeSet<>();
        try (ResultSet rows = statement.executeQuery("select t.name || '.' || c.name from sqlite_master t,"
                + " pragma_table_info(t.name) c where t.type = 'table'")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }

    private void create(Statement statement) throws SQLException {
        connection.setAutoCommit(false);
        createTables(statement);
        addWhatOlderFormatsLack(statement);
        statement.execute("pragma user_version = " + VERSION);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void createTables(Statement statement) throws SQLException {
        for (String each : schema().split(";", -1)) {
            if (!each.isBlank()) {
                statement.execute(each);
            }
        }
    }

    /** The schema makes what tables are missing, but adds nothing to those that are there. */
    private static void addWhatOlderFormatsLack(Statement statement) throws SQLException {
        add(statement, "undo_request", "planned", "integer not null default 0");
        add(statement, "undo_step", "begun", "integer not null default 0");
        add(statement, "undo_step", "why", "text");
        add(statement, "held", "listed", "integer not null default 0");
        add(statement, "held", "person", "integer not null default 0");
        statement.execute("drop table if exists mirrored");
        add(statement, "entry", "inode", "integer");
        add(statement, "entry", "standing", "text not null default 'SETTLED'");
        if (has(statement, "select count(*) from sqlite_master where type = 'table' and name = 'upload'")) {
            statement.execute(
                    "insert or ignore into multipart (token, key, began, id) select id, key, 0, id from upload");
            statement.execute("drop table upload");
        }
    }

    private static void add(Statement statement, String table, String column, String type) throws SQLException {
        String there = "select count(*) from pragma_table_info('" + table + "') where name = '" + column + "'";
        if (!has(statement, there)) {
            statement.execute("alter table " + table + " add column " + column + " " + type);
        }
    }

    private static boolean has(Statement statement, String count) throws SQLException {
        try (ResultSet row = statement.executeQuery(count)) {
            return row.getInt(1) > 0;
        }
    }

    private static String schema() {
        try (InputStream resource = Sql.class.getResourceAsStream("/sql/index.sql")) {
            if (resource == null) {
                throw new IllegalStateException("Cannot find '/sql/index.sql' on the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs several updates as one: all of them are in the file afterwards, or none. */
    void atomically(Runnable updates) {
        try {
            connection.setAutoCommit(false);
            try {
                updates.run();
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failed("write", e);
        }
    }

    void update(String sql, @Nullable Object... values) {
        try {
            bound(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw failed("write", e);
        }
    }

    <T> List<T> list(String sql, Row<T> reader, @Nullable Object... values) {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    <T> Optional<T> first(String sql, Row<T> reader, @Nullable Object... values) {
        return list(sql, reader, values).stream().findFirst();
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private IndexException failed(String verb, SQLException cause) {
        return new IndexException("Cannot " + verb + " index '" + file + "'", file, cause);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("close", e);
        }
    }
}
