using System.Runtime.InteropServices;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>The C functions of libchdb that are used here. Names and meaning: <c>chdb.h</c> of that library.</summary>
internal static unsafe partial class Chdb
{
    private const string Library = "chdb";

    static Chdb()
    {
        NativeLibrary.SetDllImportResolver(typeof(Chdb).Assembly, (name, _, _) =>
            name == Library ? NativeLibrary.Load(ChdbLibrary.Locate()) : IntPtr.Zero);
        // With its signal handlers on, a NullReferenceException anywhere in .NET hangs the process.
        SetSignalHandlersEnabled(0);
    }

    [LibraryImport(Library, EntryPoint = "chdb_set_signal_handlers_enabled")]
    private static partial void SetSignalHandlersEnabled(int enabled);

    /// <summary>Null on failure; else a handle whose first word is the connection.</summary>
    [LibraryImport(Library, EntryPoint = "chdb_connect")]
    public static partial void** Connect(int count, byte** arguments);

    [LibraryImport(Library, EntryPoint = "chdb_close_conn")]
    public static partial void Close(void** handle);

    [LibraryImport(Library, EntryPoint = "chdb_query_with_params_n")]
    public static partial void* Query(
        void* connection, byte* sql, nuint sqlLength, byte* format, nuint formatLength,
        byte** names, nuint* nameLengths, byte** values, nuint* valueLengths, nuint count);

    [LibraryImport(Library, EntryPoint = "chdb_stream_query_with_params_n")]
    public static partial void* StreamQuery(
        void* connection, byte* sql, nuint sqlLength, byte* format, nuint formatLength,
        byte** names, nuint* nameLengths, byte** values, nuint* valueLengths, nuint count);

    /// <summary>The next part of a streamed answer; length 0 at its end.</summary>
    [LibraryImport(Library, EntryPoint = "chdb_stream_fetch_result")]
    public static partial void* StreamFetch(void* connection, void* stream);

    [LibraryImport(Library, EntryPoint = "chdb_stream_cancel_query")]
    public static partial void StreamCancel(void* connection, void* stream);

    [LibraryImport(Library, EntryPoint = "chdb_stream_insert_n")]
    public static partial void* StreamInsert(void* connection, byte* sql, nuint sqlLength, byte* format, nuint formatLength);

    [LibraryImport(Library, EntryPoint = "chdb_stream_insert_error")]
    public static partial byte* StreamInsertError(void* stream);

    /// <summary>0 when taken.</summary>
    [LibraryImport(Library, EntryPoint = "chdb_stream_append")]
    public static partial int StreamAppend(void* stream, byte* rows, nuint length);

    /// <summary>A result without error: the rows are in the table.</summary>
    [LibraryImport(Library, EntryPoint = "chdb_stream_done")]
    public static partial void* StreamDone(void* stream);

    [LibraryImport(Library, EntryPoint = "chdb_destroy_insert_stream")]
    public static partial void DestroyInsertStream(void* stream);

    [LibraryImport(Library, EntryPoint = "chdb_result_buffer")]
    public static partial byte* ResultBuffer(void* result);

    [LibraryImport(Library, EntryPoint = "chdb_result_length")]
    public static partial nuint ResultLength(void* result);

    [LibraryImport(Library, EntryPoint = "chdb_result_error")]
    public static partial byte* ResultError(void* result);

    [LibraryImport(Library, EntryPoint = "chdb_destroy_query_result")]
    public static partial void DestroyResult(void* result);
}
