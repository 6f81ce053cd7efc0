/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasFinder: takes a snapshot of the project's layers on the main thread and searches it on a worker.  A worker sees tables,
 * schemas and indexes, which never change; layers it only hands back.  The first search that needs an index makes it, whoever
 * else needs it waits, and it is kept as long as the project has its table. */

#include "project/atlas-finder.h"

#include <math.h>
#include <string.h>

#define MOST_NEAR_NAMES 5

/* Places for a K-number, when not more is asked for: people know which of a few they mean. */
#define MILESTONES 8

struct _AtlasFinder
{
  GObject       parent_instance;
  AtlasProject *project;
  GHashTable   *slots;             /* AtlasTable → Slot */
};

/* The place of a table's index. */
typedef struct
{
  GMutex            mutex;         /* held while it is made */
  AtlasTable       *table;         /* whole: a filter hides features, but makes no other index */
  AtlasSchema      *schema;        /* (nullable) */
  AtlasSearchIndex *index;         /* (nullable): until it is made */
  AtlasMilestones  *road;          /* (nullable): until somebody asks for a K-number; never of what is no road */
} Slot;

/* A layer as a worker sees it. */
typedef struct
{
  AtlasLayer       *layer;         /* touched on the main thread only */
  char             *title;
  Slot             *slot;
  AtlasFeatureSet  *shown;         /* (nullable): by the layer's filter; all */
} Source;

/* A search under way. */
typedef struct
{
  char              *query;
  AtlasSearchOptions options;
  AtlasExtent        home;
  GPtrArray         *sources;      /* Source, top layers first */

  /* What the worker found, with layers by number. */
  GArray            *coordinates;
  double             milestone;
  char              *milestone_of;
  GPtrArray         *milestones;   /* FoundRoad */
  char              *milestone_note;
  GArray            *layers;       /* FoundTitle, best first */
  GPtrArray         *groups;       /* (nullable): AtlasSearchGroup */
  char             **near_names;
} Search;

typedef struct
{
  guint            source;
  AtlasSearchMatch match;
} FoundTitle;

typedef struct
{
  guint            source;
  GArray          *places;         /* (nullable): taken away when they are told */
} FoundRoad;

static void
found_road_free (gpointer data)
{
  FoundRoad *found = data;

  g_clear_pointer (&found->places, g_array_unref);
  g_free (found);
}

G_DEFINE_FINAL_TYPE (AtlasFinder, atlas_finder, G_TYPE_OBJECT)

static void
slot_clear (gpointer data)
{
  Slot *slot = data;

  g_mutex_clear (&slot->mutex);
  atlas_table_unref (slot->table);
  g_clear_pointer (&slot->schema, atlas_schema_unref);
  g_clear_pointer (&slot->index, atlas_search_index_unref);
  g_clear_pointer (&slot->road, atlas_milestones_unref);
}

static void
slot_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, slot_clear);
}

static void
atlas_finder_dispose (GObject *object)
{
  AtlasFinder *self = ATLAS_FINDER (object);

  g_clear_object (&self->project);
  g_clear_pointer (&self->slots, g_hash_table_unref);
  G_OBJECT_CLASS (atlas_finder_parent_class)->dispose (object);
}

static void
atlas_finder_class_init (AtlasFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_finder_dispose;
}

static void
atlas_finder_init (AtlasFinder *self)
{
  self->slots = g_hash_table_new_full (NULL, NULL, NULL, slot_unref);
}

AtlasFinder *
atlas_finder_new (AtlasProject *project)
{
  AtlasFinder *self = g_object_new (ATLAS_TYPE_FINDER, NULL);

  self->project = g_object_ref (project);
  return self;
}

static void
source_free (gpointer data)
{
  Source *source = data;

  g_object_unref (source->layer);
  g_free (source->title);
  slot_unref (source->slot);
  g_clear_pointer (&source->shown, atlas_feature_set_unref);
  g_free (source);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->query);
  g_ptr_array_unref (search->sources);
  g_clear_pointer (&search->coordinates, g_array_unref);
  g_free (search->milestone_of);
  g_free (search->milestone_note);
  g_ptr_array_unref (search->milestones);
  g_array_unref (search->layers);
  g_clear_pointer (&search->groups, g_ptr_array_unref);
  g_strfreev (search->near_names);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

/* The last reference to a search may go away on a worker; the layers must not. */
static gboolean
free_on_main (gpointer data)
{
  search_free (data);
  return G_SOURCE_REMOVE;
}

static void
search_free_on_main (gpointer data)
{
  g_idle_add_full (G_PRIORITY_LOW, free_on_main, data, NULL);
}

static Slot *
find_slot (AtlasFinder *self,
           AtlasLayer  *layer)
{
  AtlasTable *table = atlas_table_get_whole (atlas_layer_get_table (layer));
  Slot *slot = g_hash_table_lookup (self->slots, table);

  if (slot == NULL)
    {
      slot = g_atomic_rc_box_new0 (Slot);
      g_mutex_init (&slot->mutex);
      slot->table = atlas_table_ref (table);
      if (atlas_layer_get_schema (layer) != NULL)
        slot->schema = atlas_schema_ref (atlas_layer_get_schema (layer));
      g_hash_table_insert (self->slots, table, slot);
    }
  return g_atomic_rc_box_acquire (slot);
}

static void
add_source (AtlasFinder *self,
            GPtrArray   *sources,
            AtlasLayer  *layer)
{
  AtlasFeatureSet *shown;
  Source *source;

  if (atlas_layer_get_table (layer) == NULL)
    return;
  shown = atlas_table_get_shown (atlas_layer_get_table (layer));
  source = g_new (Source, 1);
  *source = (Source){ g_object_ref (layer), g_strdup (atlas_layer_get_title (layer)), find_slot (self, layer),
                      shown != NULL ? atlas_feature_set_ref (shown) : NULL };
  g_ptr_array_add (sources, source);
}

/* Forgets the indexes of tables that the project no longer has. */
static void
prune (AtlasFinder *self,
       GPtrArray   *sources)
{
  GHashTableIter iter;
  gpointer slot;

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    {
      guint i = 0;

      while (i < sources->len && ((const Source *) g_ptr_array_index (sources, i))->slot != slot)
        i++;
      if (i == sources->len)
        g_hash_table_iter_remove (&iter);
    }
}

/* What nobody looks up: land is land everywhere, and tints have heights instead of names. */
static gboolean
is_scenery (AtlasLayer *layer)
{
  const char *id = atlas_layer_get_id (layer);

  return strcmp (id, "land") == 0 || strcmp (id, "relief") == 0;
}

static Search *
new_search (AtlasFinder              *self,
            const char               *query,
            const AtlasSearchOptions *options)
{
  Search *search = g_new0 (Search, 1);
  GListModel *model = G_LIST_MODEL (self->project);

  search->query = g_utf8_make_valid (query, -1);
  search->options = *options;
  search->home = atlas_project_get_home (self->project);
  search->milestone = NAN;
  search->milestones = g_ptr_array_new_with_free_func (found_road_free);
  search->sources = g_ptr_array_new_with_free_func (source_free);
  search->layers = g_array_new (FALSE, FALSE, sizeof (FoundTitle));
  for (guint i = g_list_model_get_n_items (model); i-- > 0;)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (model, i);

      add_source (self, search->sources, layer);
    }
  for (guint i = atlas_project_get_n_ground (self->project); i-- > 0;)
    if (!is_scenery (atlas_project_get_ground (self->project, i)))
      add_source (self, search->sources, atlas_project_get_ground (self->project, i));
  prune (self, search->sources);
  return search;
}

/* -- on the worker ----------------------------------------------------------------------------------------------- */

static int
compare_titles (gconstpointer a,
                gconstpointer b)
{
  const FoundTitle *x = a, *y = b;

  if (x->match.points != y->match.points)
    return x->match.points > y->match.points ? -1 : 1;
  return x->source < y->source ? -1 : x->source > y->source;
}

static void
find_titles (Search *search)
{
  g_autoptr (AtlasSearchPattern) pattern = atlas_search_pattern_new (search->query, search->options.fuzzy);

  for (guint i = 0; pattern != NULL && i < search->sources->len; i++)
    {
      const Source *source = g_ptr_array_index (search->sources, i);
      FoundTitle found = { .source = i };

      if (atlas_search_match_text (pattern, source->title, &found.match))
        g_array_append_val (search->layers, found);
    }
  g_array_sort (search->layers, compare_titles);
}

/* The places that the K-number means, on each road. */
static void
find_milestones (Search *search)
{
  for (guint i = 0; i < search->sources->len; i++)
    {
      const Source *source = g_ptr_array_index (search->sources, i);
      Slot *slot = source->slot;
      g_autoptr (GArray) places = NULL;
      g_autofree char *note = NULL;
      FoundRoad *found;

      if (!atlas_milestones_is_road (slot->table))
        continue;
      g_mutex_lock (&slot->mutex);
      if (slot->road == NULL)
        slot->road = atlas_milestones_new (slot->table);
      g_mutex_unlock (&slot->mutex);
      if (slot->road == NULL)
        continue;
      places = atlas_milestones_find (slot->road, search->milestone, search->milestone_of, search->options.fuzzy, source->shown,
                                      search->options.lon, search->options.lat, MAX (search->options.limit, MILESTONES), &note);
      if (places->len == 0)
        {
          if (search->milestone_note == NULL)
            search->milestone_note = g_steal_pointer (&note);
          continue;
        }
      found = g_new (FoundRoad, 1);
      *found = (FoundRoad){ i, g_steal_pointer (&places) };
      g_ptr_array_add (search->milestones, found);
    }
  if (search->milestones->len > 0)
    g_clear_pointer (&search->milestone_note, g_free);
}

/* Returns: %FALSE when it was cancelled. */
static gboolean
run (Search        *search,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr (GPtrArray) indexes = g_ptr_array_new (), shown = g_ptr_array_new ();
  AtlasSearchIndex *const *all;
  AtlasSearchOptions options = search->options;

  for (guint i = 0; i < search->sources->len; i++)
    {
      const Source *source = g_ptr_array_index (search->sources, i);
      Slot *slot = source->slot;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      /* Not stopped with the search: whoever types fast would never see the end of it. */
      g_mutex_lock (&slot->mutex);
      if (slot->index == NULL)
        slot->index = atlas_search_index_new (slot->table, slot->schema, NULL, NULL);
      g_mutex_unlock (&slot->mutex);
      g_ptr_array_add (indexes, slot->index);
      g_ptr_array_add (shown, source->shown);
    }
  all = (AtlasSearchIndex *const *) indexes->pdata;
  options.shown = (AtlasFeatureSet *const *) shown->pdata;
  search->coordinates = atlas_search_parse_coordinates (search->query, &search->home);
  if (!atlas_search_parse_milestone (search->query, &search->milestone, &search->milestone_of))
    search->milestone = NAN;
  else
    find_milestones (search);
  find_titles (search);
  search->groups = atlas_search_run (all, indexes->len, search->query, &options, cancellable, error);
  if (search->groups == NULL)
    return FALSE;
  if (search->groups->len == 0 && search->coordinates->len == 0 && search->layers->len == 0 && !isfinite (search->milestone))
    search->near_names = atlas_search_suggest (all, indexes->len, search->query, options.shown, MOST_NEAR_NAMES, cancellable);
  return TRUE;
}

/* -- back on the main thread ------------------------------------------------------------------------------------- */

static void
found_layer_free (gpointer data)
{
  AtlasFoundLayer *found = data;

  g_object_unref (found->layer);
  g_free (found);
}

static void
found_milestones_free (gpointer data)
{
  AtlasFoundMilestones *found = data;

  g_object_unref (found->layer);
  atlas_milestones_unref (found->road);
  g_array_unref (found->places);
  g_free (found);
}

static void
found_group_free (gpointer data)
{
  AtlasFoundGroup *found = data;

  g_object_unref (found->layer);
  atlas_search_index_unref (found->index);
  g_free (found->hits);
  g_free (found);
}

static AtlasFound *
take_found (Search *search)
{
  AtlasFound *found = g_new0 (AtlasFound, 1);

  found->query = g_strdup (search->query);
  found->coordinates = g_steal_pointer (&search->coordinates);
  found->milestone = search->milestone;
  found->milestone_of = g_steal_pointer (&search->milestone_of);
  found->milestone_note = g_steal_pointer (&search->milestone_note);
  found->milestones = g_ptr_array_new_with_free_func (found_milestones_free);
  for (guint i = 0; i < search->milestones->len; i++)
    {
      FoundRoad *road = g_ptr_array_index (search->milestones, i);
      const Source *source = g_ptr_array_index (search->sources, road->source);
      AtlasFoundMilestones *copy = g_new (AtlasFoundMilestones, 1);

      *copy = (AtlasFoundMilestones){ g_object_ref (source->layer), atlas_milestones_ref (source->slot->road),
                                      g_steal_pointer (&road->places) };
      g_ptr_array_add (found->milestones, copy);
    }
  found->near_names = g_steal_pointer (&search->near_names);
  found->layers = g_ptr_array_new_with_free_func (found_layer_free);
  found->groups = g_ptr_array_new_with_free_func (found_group_free);
  for (guint i = 0; i < search->layers->len; i++)
    {
      const FoundTitle *title = &g_array_index (search->layers, FoundTitle, i);
      const Source *source = g_ptr_array_index (search->sources, title->source);
      AtlasFoundLayer *layer = g_new (AtlasFoundLayer, 1);

      *layer = (AtlasFoundLayer){ g_object_ref (source->layer), title->match };
      g_ptr_array_add (found->layers, layer);
    }
  for (guint i = 0; i < search->groups->len; i++)
    {
      AtlasSearchGroup *group = g_ptr_array_index (search->groups, i);
      const Source *source = g_ptr_array_index (search->sources, group->index);
      AtlasFoundGroup *copy = g_new (AtlasFoundGroup, 1);

      *copy = (AtlasFoundGroup){ g_object_ref (source->layer), atlas_search_index_ref (source->slot->index), group->total, group->n_hits,
                                 g_steal_pointer (&group->hits) };
      g_ptr_array_add (found->groups, copy);
    }
  return found;
}

static void
search_thread (GTask        *task,
               gpointer      object,
               gpointer      data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (run (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
atlas_finder_search_async (AtlasFinder              *self,
                           const char               *query,
                           const AtlasSearchOptions *options,
                           GCancellable             *cancellable,
                           GAsyncReadyCallback       callback,
                           gpointer                  user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, atlas_finder_search_async);
  g_task_set_task_data (task, new_search (self, query, options), search_free_on_main);
  g_task_run_in_thread (task, search_thread);
}

AtlasFound *
atlas_finder_search_finish (AtlasFinder   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error) ? take_found (g_task_get_task_data (G_TASK (result))) : NULL;
}

AtlasFound *
atlas_finder_search (AtlasFinder              *self,
                     const char               *query,
                     const AtlasSearchOptions *options)
{
  g_autoptr (Search) search = new_search (self, query, options);

  /* Without a cancellable it always gets to its end. */
  if (!run (search, NULL, NULL))
    g_assert_not_reached ();
  return take_found (search);
}

gboolean
atlas_found_is_empty (const AtlasFound *self)
{
  return self->coordinates->len == 0 && self->milestones->len == 0 && self->layers->len == 0 && self->groups->len == 0;
}

void
atlas_found_free (AtlasFound *self)
{
  g_free (self->query);
  g_array_unref (self->coordinates);
  g_free (self->milestone_of);
  g_free (self->milestone_note);
  g_ptr_array_unref (self->milestones);
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->groups);
  g_strfreev (self->near_names);
  g_free (self);
}
