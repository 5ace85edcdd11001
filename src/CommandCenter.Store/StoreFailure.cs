using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommandCenter.Store;

/// <summary>What a failed operation on the store means to its caller. Nothing of it was written in any case.</summary>
public enum StoreFailure
{
    /// <summary>Not a failure of the store.</summary>
    None,

    /// <summary>It is away, busy or full: the same operation may succeed later.</summary>
    Unavailable,

    /// <summary>Another wrote the same row first: read again, decide again.</summary>
    Conflict,

    /// <summary>A text that a database cannot hold: a NUL character, half a surrogate pair.</summary>
    Unstorable,
}

public static class StoreFailures
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Full = 13, CannotOpen = 14, UniqueKey = 2067, PrimaryKey = 1555;

    /// <summary>Looks through the exception and those inside it.</summary>
    public static StoreFailure Of(Exception exception)
    {
        for (Exception? failure = exception; failure is not null; failure = failure.InnerException)
            if (Classify(failure) is not StoreFailure.None and var known) return known;
        return StoreFailure.None;
    }

    private static StoreFailure Classify(Exception failure) => failure switch
    {
        DbUpdateConcurrencyException => StoreFailure.Conflict,
        SqliteException { SqliteErrorCode: Busy or Locked or ReadOnly or InputOutput or Full or CannotOpen } => StoreFailure.Unavailable,
        SqliteException { SqliteExtendedErrorCode: UniqueKey or PrimaryKey } => StoreFailure.Conflict,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => StoreFailure.Conflict,
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } => StoreFailure.Unstorable,
        PostgresException { SqlState: [_, _, ..] state } when state[..2] is "08" or "53" or "57" or "58" => StoreFailure.Unavailable,
        PostgresException => StoreFailure.None,
        System.Text.EncoderFallbackException => StoreFailure.Unstorable,
        // The line to the server: refused, cut, silent, or no connection free.
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException or null } => StoreFailure.Unavailable,
        NpgsqlException { IsTransient: true } => StoreFailure.Unavailable,
        // Between two commands of a transaction the line was cut: the driver says that the transaction, or the connection, is no longer open.
        InvalidOperationException { Source: "Npgsql" } => StoreFailure.Unavailable,
        _ => StoreFailure.None,
    };
}
