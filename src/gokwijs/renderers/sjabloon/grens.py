"""Limits of the process that fills a template: memory, processor time, no files, no children.

In: nothing. Out: limits that the system keeps, whatever the template does. Linux: memory, time,
files and children. macOS: the same, but the system does not always keep the limit on memory; the
time still ends it. Windows: memory, time and children by a job object, which has no limit on files.
"""

from __future__ import annotations

import sys

MEMORY = 768 * 1024 * 1024  # bytes; a template of a school needs about a tenth
SECONDS = 20  # of processor time; 200 acties take three
_FILES = 64  # open at once


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("Basic", _Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    _PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY, _EXTENDED = 0x2, 0x8, 0x100, 9

    def begrens() -> None:
        """Put this process in a job with limits; raises OSError when Windows refuses."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        asked = _Extended()
        asked.Basic.LimitFlags = _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY
        asked.Basic.PerProcessUserTimeLimit = SECONDS * 10_000_000  # in 100 nanoseconds
        asked.Basic.ActiveProcessLimit = 1
        asked.ProcessMemoryLimit = MEMORY
        done = (
            job
            and kernel.SetInformationJobObject(
                job, _EXTENDED, ctypes.byref(asked), ctypes.sizeof(asked)
            )
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        )
        if not done:
            raise ctypes.WinError(ctypes.get_last_error())

else:
    import resource

    def begrens() -> None:
        """Lower the limits of this process for good; raises OSError or ValueError."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        except (OSError, ValueError):
            if sys.platform != "darwin":  # there it cannot always be set
                raise
