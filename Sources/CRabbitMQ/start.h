#pragma once
#include <spawn.h>

// The headers show this one to GNU sources only, as which Swift does not read them.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

// The program that is started inherits no descriptor from `first` on: neither connections nor other feeds' files.
static inline int hub_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
