#include "storage/sqlite/frail_file.hpp"

#include <algorithm>
#include <cstring>

namespace haatline::storage {

Bytes::Block& Bytes::own(std::size_t index) {
    if (index >= blocks_.size()) blocks_.resize(index + 1);
    auto& block = blocks_[index];
    if (!block)
        block = std::make_shared<Block>();
    else if (block.use_count() > 1)
        block = std::make_shared<Block>(*block);
    return *block;
}

void Bytes::write(std::int64_t at, char const* data, std::size_t count) {
    size_ = std::max(size_, at + static_cast<std::int64_t>(count));
    auto place = static_cast<std::size_t>(at);
    while (count > 0) {
        auto const inside = place % block_bytes;
        auto const part = std::min(count, block_bytes - inside);
        std::memcpy(own(place / block_bytes).data() + inside, data, part);
        place += part;
        data += part;
        count -= part;
    }
}

std::size_t Bytes::read(std::int64_t at, char* out, std::size_t count) const {
    std::memset(out, 0, count);
    if (at >= size_) return 0;
    auto const there = std::min(count, static_cast<std::size_t>(size_ - at));
    auto place = static_cast<std::size_t>(at);
    for (std::size_t done = 0; done < there;) {
        auto const inside = place % block_bytes;
        auto const part = std::min(there - done, block_bytes - inside);
        auto const index = place / block_bytes;
        if (index < blocks_.size() && blocks_[index])
            std::memcpy(out + done, blocks_[index]->data() + inside, part);
        place += part;
        done += part;
    }
    return there;
}

void Bytes::resize(std::int64_t size) {
    if (size < size_) {
        auto const kept = static_cast<std::size_t>(size);
        blocks_.resize(std::min(blocks_.size(), (kept + block_bytes - 1) / block_bytes));
        if (kept % block_bytes != 0 && kept / block_bytes < blocks_.size()) {
            auto& last = own(kept / block_bytes);
            std::memset(last.data() + kept % block_bytes, 0, block_bytes - kept % block_bytes);
        }
    }
    size_ = size;
}

void FrailDisk::File::put(Change const& change) {
    if (change.data.empty())
        now.resize(change.at);
    else
        now.write(change.at, change.data.data(), change.data.size());
}

void FrailDisk::File::apply(Change change) {
    put(change);
    unsynced.push_back(std::move(change));
}

void FrailDisk::File::synced() {
    unsynced.clear();
    safe = now;
}

} // namespace haatline::storage
