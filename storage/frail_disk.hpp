#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace haatline::storage {

/// A disk in memory that fails as disks fail, by a seed. While it lives, every database that this
/// process opens lies on it, so one at a time, one thread. For simulated worlds and tests.
///
/// What was written but not synced may be lost when power is: each such write stays, goes or is
/// torn by itself. A killed process loses nothing that was written.
class FrailDisk {
  public:
    explicit FrailDisk(std::uint64_t seed);
    ~FrailDisk();
    FrailDisk(FrailDisk const&) = delete;
    FrailDisk& operator=(FrailDisk const&) = delete;

    struct Image; ///< what lies on a disk; cheap, since blocks are shared
    std::shared_ptr<Image const> image() const;
    /// Another disk in the same place: a healthy one that holds `image`. Nothing may be open.
    void load(Image const& image, std::uint64_t seed);

    enum class Fault : unsigned char {
        full,  ///< no room: a write is done in part and fails
        write, ///< the disk refuses a write, in part done
        sync,  ///< what was written may be on the disk or not
        read,
    };
    /// The `nth` operation of that kind from now on fails, and those after it, `times` in all.
    void fail(Fault fault, unsigned nth, unsigned times);
    /// The `nth` write or sync from now on is the last, done in part; everything after it fails
    /// until `reboot`. 0: at once.
    void die_after(unsigned nth);
    void die() { die_after(0); }
    bool dead() const;

    enum class Loss : unsigned char { nothing, unsynced };
    /// The machine is back, `Loss::nothing` when only the process was gone. Whoever has a file open
    /// from before must not touch it any more.
    void reboot(Loss loss);

    /// A disk that says "synced" and forgets: only for proving that such a disk is found out.
    void lie() { lies_ = true; }

    /// No trouble is planned any more.
    void heal();
    /// While `calm`, no trouble strikes and none is used up: for those who only look.
    void set_calm(bool calm) { calm_ = calm; }

    std::uint64_t faults() const { return faults_; } ///< given so far, none for a dead disk
    std::uint64_t reads() const { return reads_; }
    std::uint64_t writes() const { return writes_; }
    std::uint64_t syncs() const { return syncs_; }

    struct File;
    struct Vfs;

  private:
    friend struct Vfs;
    struct Trouble {
        Fault fault;
        unsigned after, times;
    };

    bool strikes(Fault fault);
    bool last_gasp();
    std::uint64_t chance();

    std::map<std::string, std::shared_ptr<File>> files_;
    std::vector<Trouble> troubles_;
    std::uint64_t state_;
    std::uint64_t faults_ = 0, reads_ = 0, writes_ = 0, syncs_ = 0;
    unsigned left_ = 0; ///< operations before death, when `dying_`
    bool dying_ = false, dead_ = false, lies_ = false, calm_ = false;
    std::unique_ptr<Vfs> vfs_;
};

} // namespace haatline::storage
